package restores

import (
	"context"
	"errors"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/dynamic"
)

var (
	backups   = schema.GroupVersionResource{Group: "velero.io", Version: "v1", Resource: "backups"}
	restores  = schema.GroupVersionResource{Group: "velero.io", Version: "v1", Resource: "restores"}
	schedules = schema.GroupVersionResource{Group: "velero.io", Version: "v1", Resource: "schedules"}

	statefulSets    = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "statefulsets"}
	pods            = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	budgets         = schema.GroupVersionResource{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"}
	services        = schema.GroupVersionResource{Version: "v1", Resource: "services"}
	externalSecrets = schema.GroupVersionResource{Group: "external-secrets.io", Version: "v1", Resource: "externalsecrets"}
	passwords       = schema.GroupVersionResource{Group: "generators.external-secrets.io", Version: "v1alpha1", Resource: "passwords"}
	secrets         = schema.GroupVersionResource{Version: "v1", Resource: "secrets"}
	configMaps      = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	accounts        = schema.GroupVersionResource{Version: "v1", Resource: "serviceaccounts"}
	claims          = schema.GroupVersionResource{Version: "v1", Resource: "persistentvolumeclaims"}
	volumes         = schema.GroupVersionResource{Version: "v1", Resource: "persistentvolumes"}
	events          = schema.GroupVersionResource{Version: "v1", Resource: "events"}
)

// What a canary is made of. Who makes others comes before them.
var kinds = []schema.GroupVersionResource{
	statefulSets, pods, budgets, services, externalSecrets, passwords, secrets, configMaps, accounts, claims,
}

// Kubernetes puts these into every namespace.
var everywhere = map[schema.GroupVersionResource]string{configMaps: "kube-root-ca.crt", accounts: "default"}

// cluster asks the API server, again and again where it is busy or away.
type cluster struct {
	client dynamic.Interface
	// poll is the time between two looks.
	poll time.Duration
}

func (c cluster) of(resource schema.GroupVersionResource, namespace string) dynamic.ResourceInterface {
	if namespace == "" {
		return c.client.Resource(resource)
	}
	return c.client.Resource(resource).Namespace(namespace)
}

// list gives all objects of a resource; none where the cluster does not have it.
func (c cluster) list(
	ctx context.Context, resource schema.GroupVersionResource, namespace, selector string,
) ([]unstructured.Unstructured, error) {
	var found []unstructured.Unstructured
	err := c.try(ctx, "list "+resource.Resource, func() error {
		all, err := c.of(resource, namespace).List(ctx, v1.ListOptions{LabelSelector: selector})
		if err == nil {
			found = all.Items
		}
		return err
	})
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// get gives an object, or nil where there is none.
func (c cluster) get(
	ctx context.Context, resource schema.GroupVersionResource, namespace, name string,
) (*unstructured.Unstructured, error) {
	var found *unstructured.Unstructured
	err := c.try(ctx, "get "+resource.Resource, func() (err error) {
		found, err = c.of(resource, namespace).Get(ctx, name, v1.GetOptions{})
		return err
	})
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// create makes an object. One of its name that is there is the one of an attempt whose answer was lost.
func (c cluster) create(
	ctx context.Context, resource schema.GroupVersionResource, namespace string, object map[string]any,
) error {
	return c.try(ctx, "create "+resource.Resource, func() error {
		_, err := c.of(resource, namespace).Create(ctx, &unstructured.Unstructured{Object: object}, v1.CreateOptions{})
		if apierrors.IsAlreadyExists(err) {
			return nil
		}
		return err
	})
}

// remove asks for the deletion of an object.
func (c cluster) remove(
	ctx context.Context, resource schema.GroupVersionResource, object unstructured.Unstructured,
) error {
	if object.GetDeletionTimestamp() != nil {
		return nil
	}
	uid := object.GetUID()
	options := v1.DeleteOptions{Preconditions: &v1.Preconditions{UID: &uid}}
	err := c.try(ctx, "delete "+resource.Resource, func() error {
		return c.of(resource, object.GetNamespace()).Delete(ctx, object.GetName(), options)
	})
	// It went, or another one of its name is there by now: the next look tells.
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	return err
}

// until looks again and again, until it is so, something cannot be mended by waiting, or there is no time left.
func (c cluster) until(ctx context.Context, limit time.Duration, what string, look func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := wait.PollUntilContextCancel(ctx, c.poll, true, look)
	if wait.Interrupted(err) {
		return fmt.Errorf("%s: not within %s", what, limit)
	}
	return err
}

// try does something until it is done, is refused, or there is no time left.
func (c cluster) try(ctx context.Context, what string, do func() error) error {
	backoff := wait.Backoff{Duration: c.poll, Factor: 2, Jitter: 0.1, Steps: 10, Cap: 30 * time.Second}
	for {
		err := do()
		if err == nil || !passing(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", what, err)
		case <-time.After(backoff.Step()):
		}
	}
}

// passing says whether the same request may do later. An answer that is none, as of a proxy, may.
func passing(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return true
	}
	return status.Status().Code >= 500 || apierrors.IsTooManyRequests(err)
}
