// The restore test: `canary` keeps the data that is backed up, `run` restores and judges it, `metrics` serves what came of it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/clientcmd"

	"production-cluster/restore-test/canary"
	"production-cluster/restore-test/restores"
)

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	commands := map[string]func(context.Context, []string) error{
		"canary": keep, "run": run, "metrics": serveMetrics,
	}
	command := commands[strings.Join(os.Args[1:min(len(os.Args), 2)], "")]
	if command == nil {
		fmt.Fprintln(os.Stderr, "usage: restore-test canary | run | metrics")
		os.Exit(2)
	}
	if err := command(ctx, os.Args[2:]); err != nil {
		slog.Error(err.Error())
		os.Exit(1)
	}
}

// keep writes records where the canary lives, and only shows what is there wherever else it was restored to.
func keep(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("canary", flag.ExitOnError)
	volume := flags.String("volume", "/data", "folder of the record")
	home := flags.String("home", "", "namespace in which it writes")
	every := flags.Duration("every", 10*time.Minute, "time between two records")
	listen := flags.String("listen", ":8080", "where it serves")
	_ = flags.Parse(args)
	here := os.Getenv("POD_NAMESPACE")
	if *home == "" || here == "" {
		return errors.New("--home and POD_NAMESPACE are needed: a restored canary must not write")
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if here == *home {
		go func() { cancel(canary.Write(ctx, canary.Volume(*volume), *every)) }()
	}
	return serve(ctx, *listen, canary.Handler(canary.Volume(*volume)))
}

// serveMetrics serves a file, as it is when somebody asks.
func serveMetrics(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("metrics", flag.ExitOnError)
	file := flags.String("file", "/results/"+restores.MetricsFile, "what it serves; nothing while it is not there")
	listen := flags.String("listen", ":8080", "where it serves")
	_ = flags.Parse(args)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /metrics", func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "text/plain; version=0.0.4")
		content, err := os.ReadFile(*file)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			http.Error(answer, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = answer.Write(content)
	})
	return serve(ctx, *listen, mux)
}

// serve ends when the context does, with its cause where that is an error.
func serve(ctx context.Context, address string, handler http.Handler) error {
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		_ = server.Close()
		if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
			return err
		}
		return nil
	}
}

func run(ctx context.Context, args []string) error {
	var test restores.Test
	flags := flag.NewFlagSet("run", flag.ExitOnError)
	flags.StringVar(&test.Velero, "velero", "velero", "namespace of Velero")
	flags.StringVar(&test.Canary, "canary", "backup-canary", "namespace of the canary")
	flags.StringVar(&test.Scratch, "scratch", "restore-scratch", "namespace that it is restored into")
	flags.StringVar(&test.Location, "location", "default", "backup storage location")
	flags.DurationVar(&test.BackupDuration, "backup-duration", time.Hour, "how long a backup may take")
	flags.DurationVar(&test.WriteInterval, "write-interval", 10*time.Minute, "time between two records of the canary")
	flags.DurationVar(&test.RestoreLimit, "restore-limit", 45*time.Minute, "how long a restore may take")
	flags.DurationVar(&test.CleanLimit, "clean-limit", 15*time.Minute, "how long it takes to clean up")
	flags.IntVar(&test.Port, "port", 8080, "where a canary serves its record")
	results := flags.String("results", "restore-test-results", "ConfigMap of the results")
	kubeconfig := flags.String("kubeconfig", "", "how to reach the API server; of the pod where there is none")
	lease := flags.Duration("lease", time.Minute, "how long a run that was killed keeps others waiting")
	poll := flags.Duration("poll", 5*time.Second, "time between two looks")
	message := flags.String("termination-log", "/dev/termination-log", "file of the last word")
	flags.Func("tier", "name of a Schedule and the time between its runs, as `name=6h`; once a tier", func(text string) error {
		schedule, interval, _ := strings.Cut(text, "=")
		duration, err := time.ParseDuration(interval)
		test.Tiers = append(test.Tiers, restores.Tier{Schedule: schedule, Interval: duration})
		return err
	})
	_ = flags.Parse(args)
	namespace, pod := os.Getenv("POD_NAMESPACE"), os.Getenv("POD_NAME")
	if len(test.Tiers) == 0 || namespace == "" || pod == "" {
		return errors.New("--tier, POD_NAMESPACE and POD_NAME are needed")
	}
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		return err
	}
	// A look asks for each kind of object.
	config.QPS, config.Burst = 50, 100
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	err = alone(ctx, config, namespace, pod, *lease, func(ctx context.Context) error {
		return all(ctx, restores.New(test, client, *poll), namespace, *results)
	})
	if err != nil {
		loud(ctx, client, namespace, pod, *message, err)
	}
	return err
}

// all tests every tier. It passes where none of them fails and the results are written down.
func all(ctx context.Context, test *restores.Test, namespace, configMap string) error {
	var found []restores.Result
	var faults []error
	for _, tier := range test.Tiers {
		result := test.Of(ctx, tier)
		found = append(found, result)
		line, _ := json.Marshal(result)
		slog.Info("tested", "result", json.RawMessage(line))
		if !result.Passed && !result.Waiting {
			faults = append(faults, fmt.Errorf("%s: %s", tier.Schedule, result.Reason))
		}
	}
	// Who was stopped has found nothing out: the next run writes what it finds, and may be at it already.
	if err := ctx.Err(); err != nil {
		return errors.Join(append(faults, err)...)
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), test.CleanLimit)
	defer cancel()
	if err := test.Remember(limited, namespace, configMap, found); err != nil {
		faults = append(faults, fmt.Errorf("the results are not written down: %w", err))
	}
	return errors.Join(faults...)
}

// loud says everywhere that it failed: an event, and the last word of the container. The exit code follows.
func loud(ctx context.Context, client dynamic.Interface, namespace, pod, file string, fault error) {
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	text := fault.Error()
	if err := restores.Warn(limited, client, namespace, pod, text); err != nil {
		slog.Error("no event", "reason", err.Error())
	}
	if err := os.WriteFile(file, []byte(text[:min(len(text), 4096)]), 0o600); err != nil {
		slog.Error("no termination message", "reason", err.Error())
	}
}
