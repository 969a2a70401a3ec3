package main

import (
	"context"
	"errors"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// How long what is told to stop may take to do so.
const windDown = 5 * time.Second

// alone does something while nobody else does: the weekly run and the one after a change of Velero share a namespace.
func alone(
	ctx context.Context, config *rest.Config, namespace, pod string, lease time.Duration, do func(context.Context) error,
) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LeaseMeta:  v1.ObjectMeta{Namespace: namespace, Name: "restore-test"},
			Client:     client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: pod},
		},
		LeaseDuration:   lease,
		RenewDeadline:   lease * 2 / 3,
		RetryPeriod:     lease / 6,
		ReleaseOnCancel: true,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(ctx context.Context) {
				done <- do(ctx)
				cancel()
			},
			OnStoppedLeading: func() {},
		},
	})
	select {
	case err := <-done:
		return err
	case <-time.After(windDown):
		return errors.New("it was stopped, or lost its lease")
	}
}
