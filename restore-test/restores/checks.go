package restores

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"production-cluster/restore-test/canary"
)

// Evidence is what was seen of a restore. What was not seen has its zero value, which no check takes for a yes.
type Evidence struct {
	Tier   Tier
	Backup Backup
	// Phase, Errors and Invalid are what Velero says of the restore.
	Phase   string
	Errors  int64
	Invalid []string
	// Expected is how many objects of each resource the backup says that it holds; Found is how many there are.
	Expected map[string]int
	Found    map[string]int
	// Pods and Secrets are what is there, by name: whether the pod is ready, the secret of the store synced.
	Pods    map[string]bool
	Secrets map[string]bool
	// Record is what the restored volume holds, as it was sent.
	Record []byte
	// Seen is when all of it was.
	Seen time.Time
}

// Allowances beside the interval of a tier.
type Allowances struct {
	// BackupDuration is how long a backup may take.
	BackupDuration time.Duration
	// WriteInterval is the time between two records of the canary.
	WriteInterval time.Duration
}

type check func(Evidence, Allowances) error

// Each of them must say yes, a line each.
var checks = []check{
	completed,
	withoutErrors,
	backedUpWhole,
	declared,
	counted,
	running,
	synced,
	whole,
	own,
	notWrittenSince,
	upToDate,
	recent,
}

// judge gives every no. A restore passes where it gives none.
func judge(evidence Evidence, allowed Allowances) error {
	var all []error
	for _, each := range checks {
		all = append(all, each(evidence, allowed))
	}
	return errors.Join(all...)
}

func completed(e Evidence, _ Allowances) error {
	if e.Phase != "Completed" {
		return fmt.Errorf("the restore is %s", orNone(e.Phase))
	}
	return nil
}

func withoutErrors(e Evidence, _ Allowances) error {
	if e.Errors != 0 || len(e.Invalid) > 0 {
		return fmt.Errorf("the restore has %d errors %s", e.Errors, strings.Join(e.Invalid, ", "))
	}
	return nil
}

func backedUpWhole(e Evidence, _ Allowances) error {
	if e.Backup.Errors != 0 {
		return fmt.Errorf("the backup has %d errors", e.Backup.Errors)
	}
	return nil
}

// What a canary has at least: a list of its contents that names less is not one.
var required = []string{"configmaps", "persistentvolumeclaims", "poddisruptionbudgets", "pods", "services", "statefulsets"}

func declared(e Evidence, _ Allowances) error {
	for _, resource := range required {
		if e.Expected[resource] < 1 {
			return fmt.Errorf("the backup does not say how many %s it holds", resource)
		}
	}
	return nil
}

func counted(e Evidence, _ Allowances) error {
	var missing []string
	for resource, expected := range e.Expected {
		if found := e.Found[resource]; found < expected {
			missing = append(missing, fmt.Sprintf("%d of %d %s", found, expected, resource))
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return fmt.Errorf("there are only %s", strings.Join(missing, ", "))
	}
	return nil
}

func running(e Evidence, _ Allowances) error {
	if len(e.Pods) == 0 {
		return errors.New("no pod is there")
	}
	return allTrue(e.Pods, "not ready")
}

func synced(e Evidence, _ Allowances) error {
	if len(e.Secrets) < e.Expected["externalsecrets"] {
		return errors.New("not every secret of the store is there")
	}
	return allTrue(e.Secrets, "not synced")
}

func whole(e Evidence, _ Allowances) error {
	record, err := canary.Parse(e.Record)
	if err != nil {
		return err
	}
	return record.Whole()
}

func own(e Evidence, _ Allowances) error {
	record, err := canary.Parse(e.Record)
	if err != nil {
		return err
	}
	return record.Own()
}

// What was written after the backup does not come from it.
func notWrittenSince(e Evidence, _ Allowances) error {
	if written := e.written(); written.IsZero() || written.After(e.Backup.Completed) {
		return fmt.Errorf("the data is of %s, and the backup was complete at %s", at(written), at(e.Backup.Completed))
	}
	return nil
}

// What is much older than the backup was not up to date when that was made. The canary may miss one write.
func upToDate(e Evidence, allowed Allowances) error {
	begun := e.Backup.Started
	if written := e.written(); begun.IsZero() || written.Before(begun.Add(-2*allowed.WriteInterval)) {
		return fmt.Errorf("the data is of %s, and the backup began at %s", at(written), at(begun))
	}
	return nil
}

func recent(e Evidence, allowed Allowances) error {
	limit := e.Tier.Interval + allowed.BackupDuration + 2*allowed.WriteInterval
	if age := e.age(); age > limit {
		return fmt.Errorf("the data is %s old, more than %s", age.Round(time.Second), limit)
	}
	return nil
}

func (e Evidence) written() time.Time {
	record, _ := canary.Parse(e.Record)
	return record.Written
}

// age is how much work would be lost.
func (e Evidence) age() time.Duration { return e.Seen.Sub(e.written()) }

func allTrue(all map[string]bool, fault string) error {
	var bad []string
	for name, good := range all {
		if !good {
			bad = append(bad, name)
		}
	}
	if len(bad) > 0 {
		slices.Sort(bad)
		return fmt.Errorf("%s: %s", fault, strings.Join(bad, ", "))
	}
	return nil
}

func orNone(text string) string {
	if text == "" {
		return "without a phase"
	}
	return text
}

func at(moment time.Time) string { return moment.UTC().Format(time.RFC3339) }
