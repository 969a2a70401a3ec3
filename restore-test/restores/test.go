// Package restores restores the newest backup of each tier into a namespace of its own, and says whether it is what was
// backed up.
package restores

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"

	"production-cluster/restore-test/canary"
)

// Test is where everything is, and how long it may take.
type Test struct {
	// Velero, Canary and Scratch are namespaces: of Velero, of what is backed up, and the one that it is restored into.
	Velero, Canary, Scratch string
	// Location is the name of the BackupStorageLocation whose backups are restored.
	Location string
	Tiers    []Tier
	Allowances
	// RestoreLimit is how long a restore may take until its pods are ready; CleanLimit how long it takes to go.
	RestoreLimit, CleanLimit time.Duration
	// Port is where a canary serves its record.
	Port int

	cluster cluster
}

// New gives a test the cluster that it is in.
func New(test Test, client dynamic.Interface, poll time.Duration) *Test {
	test.cluster = cluster{client, poll}
	return &test
}

// Result is what one tier came to.
type Result struct {
	Tier   string `json:"tier"`
	Backup string `json:"backup,omitempty"`
	// Waiting says that the schedule is too young to have a backup: neither a yes nor a no.
	Waiting bool `json:"waiting,omitempty"`
	Passed  bool `json:"passed"`
	// Seconds from the wish to restore until all of it was seen: the time to recover.
	Seconds float64 `json:"seconds,omitempty"`
	// Age of the restored data, seconds: what would be lost.
	Age      float64 `json:"age,omitempty"`
	Sequence uint64  `json:"sequence,omitempty"`
	Warnings int64   `json:"warnings"`
	Reason   string  `json:"reason,omitempty"`
}

// Of tests one tier. It ends clean or says that it is not. One that is told to stop leaves the rest to the next: by now
// somebody else may be at work.
func (t *Test) Of(ctx context.Context, tier Tier) Result {
	result, err := t.restored(ctx, tier)
	err = errors.Join(err, t.sweep(ctx), ctx.Err())
	result.Tier = tier.Schedule
	if err != nil {
		result.Reason = err.Error()
	}
	result.Passed = err == nil && !result.Waiting && result.Backup != ""
	return result
}

func (t *Test) restored(ctx context.Context, tier Tier) (Result, error) {
	if err := t.sweep(ctx); err != nil {
		return Result{}, err
	}
	backup, err := t.newest(ctx, tier)
	if err != nil {
		return Result{}, err
	}
	if backup == nil {
		return t.none(ctx, tier)
	}
	result := Result{Backup: backup.Name}
	started := time.Now()
	restore, err := t.restore(ctx, *backup)
	if err != nil {
		return result, err
	}
	evidence, warnings, err := t.look(ctx, tier, *backup, restore, started)
	if err != nil {
		return result, err
	}
	result.Warnings = warnings
	result.Seconds = evidence.Seen.Sub(started).Seconds()
	result.Age = evidence.age().Seconds()
	if record, err := canary.Parse(evidence.Record); err == nil {
		result.Sequence = record.Sequence
	}
	fault := judge(evidence, t.Allowances)
	if fault == nil || evidence.Expected != nil {
		return result, fault
	}
	before, err := t.isBeforeCanary(ctx, *backup, tier)
	if err != nil || !before {
		return result, errors.Join(fault, err)
	}
	return Result{Backup: backup.Name, Waiting: true, Reason: "the backup is older than the canary"}, nil
}

// isBeforeCanary says whether a backup was made before there was a canary, and none is due since.
func (t *Test) isBeforeCanary(ctx context.Context, backup Backup, tier Tier) (bool, error) {
	live, err := t.cluster.get(ctx, configMaps, t.Canary, contents)
	if err != nil || live == nil {
		return false, err
	}
	born := live.GetCreationTimestamp().Time
	return backup.Started.Before(born) && time.Now().Before(born.Add(tier.Interval+t.BackupDuration)), nil
}

// newest gives the backup to restore; nil where none was made yet.
func (t *Test) newest(ctx context.Context, tier Tier) (*Backup, error) {
	found, err := t.cluster.list(ctx, backups, t.Velero, "velero.io/schedule-name="+tier.Schedule)
	if err != nil {
		return nil, err
	}
	all := make([]Backup, 0, len(found))
	for _, each := range found {
		all = append(all, backupOf(each))
	}
	return newest(all, t.Location)
}

// none says whether it is too early for a backup.
func (t *Test) none(ctx context.Context, tier Tier) (Result, error) {
	schedule, err := t.cluster.get(ctx, schedules, t.Velero, tier.Schedule)
	if err != nil {
		return Result{}, err
	}
	if schedule == nil {
		return Result{}, fmt.Errorf("there is no schedule %s", tier.Schedule)
	}
	due := schedule.GetCreationTimestamp().Add(tier.Interval + t.BackupDuration)
	if time.Now().After(due) {
		return Result{}, fmt.Errorf("there is no backup of %s", tier.Schedule)
	}
	return Result{Waiting: true}, nil
}

// restore asks for a restore, waits until Velero is done with it, and gives it as it is then.
func (t *Test) restore(ctx context.Context, backup Backup) (*unstructured.Unstructured, error) {
	restore := fmt.Sprintf("%s-%s-%d", name, backup.Name, time.Now().Unix())
	included := []any{volumes.Resource}
	for _, each := range kinds {
		included = append(included, each.GroupResource().String())
	}
	err := t.cluster.create(ctx, restores, t.Velero, map[string]any{
		"apiVersion": "velero.io/v1",
		"kind":       "Restore",
		"metadata":   map[string]any{"name": restore, "labels": map[string]any{managedBy: name}},
		"spec": map[string]any{
			"backupName":           backup.Name,
			"includedNamespaces":   []any{t.Canary},
			"includedResources":    included,
			"labelSelector":        map[string]any{"matchLabels": map[string]any{"app.kubernetes.io/name": t.Canary}},
			"namespaceMapping":     map[string]any{t.Canary: t.Scratch},
			"restorePVs":           true,
			"itemOperationTimeout": t.RestoreLimit.String(),
		},
	})
	if err != nil {
		return nil, err
	}
	var found *unstructured.Unstructured
	err = t.cluster.until(ctx, t.RestoreLimit, "the restore has no end", func(ctx context.Context) (bool, error) {
		found, err = t.cluster.get(ctx, restores, t.Velero, restore)
		if err == nil && found == nil {
			err = errors.New("the restore is not there any more")
		}
		return err == nil && final[phaseOf(found)], err
	})
	return found, err
}

// Phases after which Velero does nothing more.
var final = map[string]bool{"Completed": true, "PartiallyFailed": true, "Failed": true, "FailedValidation": true}

func phaseOf(object *unstructured.Unstructured) string {
	phase, _, _ := unstructured.NestedString(object.Object, "status", "phase")
	return phase
}

// look waits for the pods, and writes down what is there, good or bad.
func (t *Test) look(
	ctx context.Context, tier Tier, backup Backup, restore *unstructured.Unstructured, started time.Time,
) (Evidence, int64, error) {
	evidence := Evidence{Tier: tier, Backup: backup, Phase: phaseOf(restore)}
	evidence.Errors, _, _ = unstructured.NestedInt64(restore.Object, "status", "errors")
	evidence.Invalid, _, _ = unstructured.NestedStringSlice(restore.Object, "status", "validationErrors")
	warnings, _, _ := unstructured.NestedInt64(restore.Object, "status", "warnings")
	remaining := max(t.RestoreLimit-time.Since(started), 0)
	err := t.cluster.until(ctx, remaining, "nobody could look", func(ctx context.Context) (bool, error) {
		found, err := t.fill(ctx, evidence)
		if err != nil {
			return false, err
		}
		evidence = found
		// What Velero did not restore does not come by waiting.
		return evidence.Phase != "Completed" || judge(evidence, t.Allowances) == nil, nil
	})
	// Where the time is up, the last look counts: it found a fault.
	if evidence.Seen.IsZero() {
		return evidence, warnings, err
	}
	return evidence, warnings, nil
}

// fill adds all that is in the scratch namespace now.
func (t *Test) fill(ctx context.Context, evidence Evidence) (Evidence, error) {
	evidence.Expected, evidence.Found, evidence.Record = nil, map[string]int{}, nil
	evidence.Pods, evidence.Secrets = map[string]bool{}, map[string]bool{}
	for _, resource := range kinds {
		found, err := t.cluster.list(ctx, resource, t.Scratch, "app.kubernetes.io/name="+t.Canary)
		if err != nil {
			return evidence, err
		}
		evidence.Found[resource.Resource] = len(found)
		for _, each := range found {
			switch resource {
			case pods:
				evidence.Pods[each.GetName()] = isReady(each)
				evidence.Record = t.record(ctx, each)
			case externalSecrets:
				evidence.Secrets[each.GetName()] = isReady(each)
			case configMaps:
				if each.GetName() == contents {
					evidence.Expected = contentsOf(each)
				}
			}
		}
	}
	evidence.Seen = time.Now()
	return evidence, nil
}

// isReady says whether an object has the condition Ready, and is not about to go.
func isReady(object unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	for _, each := range conditions {
		if condition, ok := each.(map[string]any); ok && condition["type"] == "Ready" {
			return condition["status"] == "True" && object.GetDeletionTimestamp() == nil
		}
	}
	return false
}

// ConfigMap of a canary that says what it is made of.
const contents = "contents"

// contentsOf reads how many objects of each resource the canary consists of: it is backed up with them.
func contentsOf(configMap unstructured.Unstructured) map[string]int {
	text, _, _ := unstructured.NestedString(configMap.Object, "data", "contents.json")
	var found map[string]int
	if json.Unmarshal([]byte(text), &found) != nil {
		return nil
	}
	return found
}

// record fetches what the volume of a restored pod holds; nothing where it cannot be had.
func (t *Test) record(ctx context.Context, pod unstructured.Unstructured) []byte {
	address, _, _ := unstructured.NestedString(pod.Object, "status", "podIP")
	if address == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	url := "http://" + net.JoinHostPort(address, strconv.Itoa(t.Port)) + canary.RecordPath
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 2<<20))
	if err != nil || answer.StatusCode != http.StatusOK {
		return nil
	}
	return body
}
