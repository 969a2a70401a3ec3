package restores

import (
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Tier is a schedule of backups and what may be lost of its data.
type Tier struct {
	// Schedule is the name of the Schedule.
	Schedule string
	// Interval is the longest time between two runs.
	Interval time.Duration
}

// Backup is what is known of a backup.
type Backup struct {
	Name      string
	Location  string
	Phase     string
	Errors    int64
	Started   time.Time
	Completed time.Time
}

// A backup with one of these is done with, and it is not whole.
var failures = map[string]bool{
	"FailedValidation": true, "Failed": true, "PartiallyFailed": true,
	// Whether its volumes follow or not, something of it is missing.
	"WaitingForPluginOperationsPartiallyFailed": true, "FinalizingPartiallyFailed": true,
}

// newest gives the newest backup that is complete; none where there is none. A newer one that failed is an error: what
// would be restored instead is not what the schedule promises.
func newest(backups []Backup, location string) (*Backup, error) {
	var complete, failed *Backup
	for _, each := range backups {
		if each.Location != location {
			continue
		}
		switch {
		case each.Phase == "Completed" && (complete == nil || each.Started.After(complete.Started)):
			complete = &each
		case failures[each.Phase] && (failed == nil || each.Started.After(failed.Started)):
			failed = &each
		}
	}
	if failed != nil && (complete == nil || failed.Started.After(complete.Started)) {
		return nil, fmt.Errorf("the newest backup, %s, is %s", failed.Name, failed.Phase)
	}
	return complete, nil
}

func backupOf(object unstructured.Unstructured) Backup {
	text := func(path ...string) string {
		found, _, _ := unstructured.NestedString(object.Object, path...)
		return found
	}
	moment := func(field string) time.Time {
		found, _ := time.Parse(time.RFC3339, text("status", field))
		return found
	}
	errors, _, _ := unstructured.NestedInt64(object.Object, "status", "errors")
	started := moment("startTimestamp")
	if started.IsZero() {
		// One that was refused never started.
		started = object.GetCreationTimestamp().Time
	}
	return Backup{
		Name:      object.GetName(),
		Location:  text("spec", "storageLocation"),
		Phase:     text("status", "phase"),
		Errors:    errors,
		Started:   started,
		Completed: moment("completionTimestamp"),
	}
}
