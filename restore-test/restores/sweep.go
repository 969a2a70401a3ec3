package restores

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// Label of every Restore of the test.
const (
	managedBy = "app.kubernetes.io/managed-by"
	name      = "restore-test"
)

// sweep removes all that a run leaves, and waits until it is gone: what this one made, and what one left that was killed.
func (t *Test) sweep(ctx context.Context) error {
	left := []string{"what there was is not known"}
	err := t.cluster.until(ctx, t.CleanLimit, "it is not clean", func(ctx context.Context) (bool, error) {
		found, err := t.removeAll(ctx)
		if err == nil {
			left = found
		}
		return err == nil && len(left) == 0, err
	})
	if err != nil {
		return fmt.Errorf("%w; left: %s", err, strings.Join(left, ", "))
	}
	return nil
}

// removeAll asks for the deletion of everything, and gives what was still there. Who makes others is looked at before
// them: once nothing is found, nothing can come.
func (t *Test) removeAll(ctx context.Context) ([]string, error) {
	var left []string
	found, err := t.cluster.list(ctx, restores, t.Velero, managedBy+"="+name)
	if err != nil {
		return nil, err
	}
	for _, each := range found {
		left = append(left, "restore "+each.GetName())
		if err := t.cluster.remove(ctx, restores, each); err != nil {
			return nil, err
		}
	}
	// Before the claims go: a volume that is kept would stay without one.
	kept, err := t.volumes(ctx)
	if err != nil {
		return nil, err
	}
	for _, each := range kept {
		left = append(left, "volume "+each.GetName())
		if err := t.letGo(ctx, each); err != nil {
			return nil, err
		}
	}
	for _, resource := range kinds {
		found, err := t.cluster.list(ctx, resource, t.Scratch, "")
		if err != nil {
			return nil, err
		}
		for _, each := range found {
			if each.GetName() == everywhere[resource] {
				continue
			}
			left = append(left, resource.Resource+" "+each.GetName())
			if err := t.cluster.remove(ctx, resource, each); err != nil {
				return nil, err
			}
		}
	}
	return left, nil
}

// volumes gives those of claims in the scratch namespace.
func (t *Test) volumes(ctx context.Context) ([]unstructured.Unstructured, error) {
	all, err := t.cluster.list(ctx, volumes, "", "")
	var own []unstructured.Unstructured
	for _, each := range all {
		if namespace, _, _ := unstructured.NestedString(each.Object, "spec", "claimRef", "namespace"); namespace == t.Scratch {
			own = append(own, each)
		}
	}
	return own, err
}

// letGo has a volume deleted with its claim, whatever its class says.
func (t *Test) letGo(ctx context.Context, volume unstructured.Unstructured) error {
	policy, _, _ := unstructured.NestedString(volume.Object, "spec", "persistentVolumeReclaimPolicy")
	if policy == "Delete" || volume.GetDeletionTimestamp() != nil {
		return nil
	}
	return t.cluster.try(ctx, "patch persistentvolumes", func() error {
		patch := []byte(`{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}`)
		_, err := t.cluster.of(volumes, "").Patch(ctx, volume.GetName(), types.MergePatchType, patch, v1.PatchOptions{})
		return err
	})
}
