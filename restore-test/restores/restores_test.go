package restores

import (
	"strings"
	"testing"
	"time"

	"production-cluster/restore-test/canary"
)

var (
	now     = time.Date(2026, 11, 29, 4, 30, 0, 0, time.UTC)
	allowed = Allowances{BackupDuration: time.Hour, WriteInterval: 10 * time.Minute}
)

func stored(t *testing.T, record canary.Record) []byte {
	t.Helper()
	bytes, err := record.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

// good is evidence without a fault; each case has one.
func good(t *testing.T) Evidence {
	contents := func() map[string]int {
		return map[string]int{
			"configmaps": 1, "persistentvolumeclaims": 1, "poddisruptionbudgets": 1, "pods": 1, "services": 1,
			"statefulsets": 1, "externalsecrets": 1, "secrets": 1,
		}
	}
	return Evidence{
		Tier:     Tier{"velero-every-6h", 6 * time.Hour},
		Backup:   Backup{Name: "b", Started: now.Add(-4 * time.Hour), Completed: now.Add(-230 * time.Minute)},
		Phase:    "Completed",
		Expected: contents(),
		Found:    contents(),
		Pods:     map[string]bool{"backup-canary-0": true},
		Secrets:  map[string]bool{"canary": true},
		Record:   stored(t, canary.New(7, now.Add(-245*time.Minute))),
		Seen:     now,
	}
}

func TestGoodEvidencePasses(t *testing.T) {
	if err := judge(good(t), allowed); err != nil {
		t.Error(err)
	}
}

func TestNoEvidenceFailsAtEveryCheckThatAsksForSome(t *testing.T) {
	for index, each := range checks {
		if each(Evidence{Seen: now}, allowed) == nil && !asksForNone[index] {
			t.Errorf("check %d takes nothing for a yes", index)
		}
	}
}

// Checks that count what must not be there.
var asksForNone = map[int]bool{1: true, 2: true, 4: true, 6: true}

func TestEachFaultIsFound(t *testing.T) {
	other := canary.New(7, now.Add(-245*time.Minute))
	renumbered := other
	renumbered.Sequence = 9
	missummed := other
	missummed.SHA256 = canary.New(9, now).SHA256
	for _, each := range []struct {
		name, reason string
		fault        func(*Evidence)
	}{
		{"a phase that is not the last", "FinalizingPartiallyFailed", func(e *Evidence) { e.Phase = "FinalizingPartiallyFailed" }},
		{"errors of the restore", "2 errors", func(e *Evidence) { e.Errors = 2 }},
		{"a restore that was refused", "no such backup", func(e *Evidence) { e.Invalid = []string{"no such backup"} }},
		{"errors of the backup", "the backup has 1 errors", func(e *Evidence) { e.Backup.Errors = 1 }},
		{"a list of contents without pods", "how many pods", func(e *Evidence) { delete(e.Expected, "pods") }},
		{"a service less", "0 of 1 services", func(e *Evidence) { delete(e.Found, "services") }},
		{"a secret less", "0 of 1 secrets", func(e *Evidence) { e.Found["secrets"] = 0 }},
		{"a pod that is not ready", "not ready: backup-canary-0", func(e *Evidence) { e.Pods["backup-canary-0"] = false }},
		{"no pod", "no pod", func(e *Evidence) { e.Pods = nil }},
		{"a secret that is not synced", "not synced: canary", func(e *Evidence) { e.Secrets["canary"] = false }},
		{"no secret of the store", "not every secret", func(e *Evidence) { e.Secrets = nil }},
		{"another sum", "has the sum", func(e *Evidence) { e.Record = stored(t, missummed) }},
		{"another number", "sequence number 9", func(e *Evidence) { e.Record = stored(t, renumbered) }},
		{"data that was written after the backup", "the backup was complete", func(e *Evidence) {
			e.Record = stored(t, canary.New(8, e.Backup.Completed.Add(time.Minute)))
		}},
		{"data that was old when it was backed up", "the backup began", func(e *Evidence) {
			e.Record = stored(t, canary.New(6, e.Backup.Started.Add(-21*time.Minute)))
		}},
		{"data that is too old", "more than 7h20m0s", func(e *Evidence) { e.Seen = now.Add(4 * time.Hour) }},
	} {
		evidence := good(t)
		each.fault(&evidence)
		err := judge(evidence, allowed)
		if err == nil || !strings.Contains(err.Error(), each.reason) {
			t.Errorf("%s: %v; expected: %s", each.name, err, each.reason)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%s is found by more than one check: %v", each.name, err)
		}
	}
}

func TestTheNewestBackupIsTaken(t *testing.T) {
	backup := func(name, phase string, hoursAgo int) Backup {
		started := now.Add(-time.Duration(hoursAgo) * time.Hour)
		return Backup{Name: name, Location: "default", Phase: phase, Started: started, Completed: started}
	}
	elsewhere := backup("elsewhere", "Completed", 1)
	elsewhere.Location = "primary"
	for _, each := range []struct {
		name     string
		backups  []Backup
		expected string
		fault    string
	}{
		{"of several", []Backup{backup("old", "Completed", 12), backup("new", "Completed", 6)}, "new", ""},
		{"beside one that runs", []Backup{backup("old", "Completed", 6), backup("new", "InProgress", 0)}, "old", ""},
		{"beside one that waits", []Backup{backup("old", "Completed", 6), backup("new", "Finalizing", 0)}, "old", ""},
		{"beside one that goes", []Backup{backup("old", "Completed", 6), backup("new", "Deleting", 0)}, "old", ""},
		{"of its location", []Backup{backup("here", "Completed", 6), elsewhere}, "here", ""},
		{"after one that failed", []Backup{backup("old", "Failed", 12), backup("new", "Completed", 6)}, "new", ""},
		{"but failed", []Backup{backup("old", "Completed", 12), backup("new", "Failed", 6)}, "", "new, is Failed"},
		{"but in part", []Backup{backup("old", "Completed", 12), backup("new", "PartiallyFailed", 6)}, "", "new, is PartiallyFailed"},
		{"but was refused", []Backup{backup("new", "FailedValidation", 6)}, "", "new, is FailedValidation"},
		{"where there is none", nil, "", ""},
		{"where there is none here", []Backup{elsewhere}, "", ""},
	} {
		found, err := newest(each.backups, "default")
		if (err == nil) != (each.fault == "") || err != nil && !strings.Contains(err.Error(), each.fault) {
			t.Errorf("%s: %v", each.name, err)
		}
		if (found == nil) != (each.expected == "") || found != nil && found.Name != each.expected {
			t.Errorf("%s: %v", each.name, found)
		}
	}
}

func TestASuccessIsRememberedAndAFailureIsNotOne(t *testing.T) {
	first := updated("", []Result{{Tier: "a", Passed: true, Seconds: 61, Age: 3600}, {Tier: "b", Waiting: true}}, now)
	text := metrics(first)
	for _, line := range []string{
		`restore_test_success{tier="a"} 1`,
		`restore_test_restore_seconds{tier="a"} 61`,
		`restore_test_data_age_seconds{tier="a"} 3600`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no %s in\n%s", line, text)
		}
	}
	if strings.Contains(text, `success{tier="b"}`) || strings.Contains(text, `success_timestamp_seconds{tier="b"}`) {
		t.Errorf("a tier that waits for its first backup has an outcome:\n%s", text)
	}
	later := updated(`{"a": {"passed": true, "succeeded": 17}}`, []Result{{Tier: "a", Reason: "no"}}, now)
	if later["a"].Passed || later["a"].Succeeded != 17 {
		t.Errorf("after a failure: %+v", later["a"])
	}
	if forgotten := updated("{", []Result{{Tier: "a"}}, now); forgotten["a"].Succeeded != 0 {
		t.Errorf("what cannot be read is a success: %+v", forgotten["a"])
	}
}
