package restores

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
)

// Record is what is remembered of a tier from run to run.
type Record struct {
	Result
	// Ran and Succeeded are times of Unix; the last success stays when a later run fails.
	Ran       int64 `json:"ran"`
	Succeeded int64 `json:"succeeded,omitempty"`
}

// ResultsFile and MetricsFile are the keys of the ConfigMap that the results are kept in.
const (
	ResultsFile = "results.json"
	MetricsFile = "metrics"
)

// Remember writes the results down, where Prometheus gets them from.
func (t *Test) Remember(ctx context.Context, namespace, configMap string, results []Result) error {
	client := t.cluster.of(configMaps, namespace)
	return t.cluster.try(ctx, "write the results", func() error {
		found, err := client.Get(ctx, configMap, v1.GetOptions{})
		if apierrors.IsNotFound(err) {
			object := &unstructured.Unstructured{Object: map[string]any{
				"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": configMap},
			}}
			return write(object, results, func(object *unstructured.Unstructured) error {
				_, err := client.Create(ctx, object, v1.CreateOptions{})
				return err
			})
		}
		if err != nil {
			return err
		}
		return write(found, results, func(object *unstructured.Unstructured) error {
			_, err := client.Update(ctx, object, v1.UpdateOptions{})
			return err
		})
	})
}

func write(object *unstructured.Unstructured, results []Result, store func(*unstructured.Unstructured) error) error {
	text, _, _ := unstructured.NestedString(object.Object, "data", ResultsFile)
	records := updated(text, results, time.Now())
	content, err := json.Marshal(records)
	if err != nil {
		return err
	}
	data := map[string]any{ResultsFile: string(content), MetricsFile: metrics(records)}
	if err := unstructured.SetNestedMap(object.Object, data, "data"); err != nil {
		return err
	}
	return store(object)
}

// updated puts new results in the place of the old ones. What cannot be read is forgotten: a success must be known.
func updated(text string, results []Result, now time.Time) map[string]Record {
	before := map[string]Record{}
	if json.Unmarshal([]byte(text), &before) != nil {
		before = map[string]Record{}
	}
	records := map[string]Record{}
	for _, result := range results {
		record := Record{Result: result, Ran: now.Unix(), Succeeded: before[result.Tier].Succeeded}
		if result.Passed {
			record.Succeeded = now.Unix()
		}
		records[result.Tier] = record
	}
	return records
}

// metrics writes the results as Prometheus reads them.
func metrics(records map[string]Record) string {
	var text strings.Builder
	gauge := func(name, help string, value func(Record) (float64, bool)) {
		fmt.Fprintf(&text, "# HELP restore_test_%s %s\n# TYPE restore_test_%s gauge\n", name, help, name)
		for _, tier := range sorted(records) {
			if found, known := value(records[tier]); known {
				fmt.Fprintf(&text, "restore_test_%s{tier=%q} %g\n", name, tier, found)
			}
		}
	}
	tested := func(value func(Record) float64) func(Record) (float64, bool) {
		return func(r Record) (float64, bool) { return value(r), !r.Waiting }
	}
	gauge("last_run_timestamp_seconds", "When the tier was last looked at.", func(r Record) (float64, bool) {
		return float64(r.Ran), true
	})
	gauge("last_success_timestamp_seconds", "When the tier was last restored and found whole.", func(r Record) (float64, bool) {
		return float64(r.Succeeded), r.Succeeded > 0
	})
	gauge("success", "Whether the last test of the tier passed.", tested(func(r Record) float64 {
		if r.Passed {
			return 1
		}
		return 0
	}))
	gauge("restore_seconds", "How long the restore took until its pods were ready.", func(r Record) (float64, bool) {
		return r.Seconds, r.Passed
	})
	gauge("data_age_seconds", "How old the restored data was.", func(r Record) (float64, bool) { return r.Age, r.Passed })
	gauge("warnings", "How many warnings Velero had.", tested(func(r Record) float64 { return float64(r.Warnings) }))
	return text.String()
}

func sorted(records map[string]Record) []string {
	var names []string
	for name := range records {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Warn puts an event beside the pod of the test.
func Warn(ctx context.Context, client dynamic.Interface, namespace, pod, reason string) error {
	now := time.Now().UTC().Format(time.RFC3339)
	_, err := client.Resource(events).Namespace(namespace).Create(ctx, &unstructured.Unstructured{Object: map[string]any{
		"apiVersion":     "v1",
		"kind":           "Event",
		"metadata":       map[string]any{"generateName": name + "-"},
		"involvedObject": map[string]any{"apiVersion": "v1", "kind": "Pod", "namespace": namespace, "name": pod},
		"type":           "Warning",
		"reason":         "RestoreTestFailed",
		"message":        reason[:min(len(reason), 1024)],
		"source":         map[string]any{"component": name},
		"firstTimestamp": now,
		"lastTimestamp":  now,
		"count":          int64(1),
	}}, v1.CreateOptions{})
	return err
}
