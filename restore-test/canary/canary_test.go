package canary

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 29, 4, 30, 0, 0, time.UTC)

func TestRecordSurvivesItsVolume(t *testing.T) {
	volume := Volume(t.TempDir())
	for expected := uint64(1); expected <= 3; expected++ {
		if _, err := volume.Next(now); err != nil {
			t.Fatal(err)
		}
		record, err := volume.Checked()
		if err != nil || record.Sequence != expected || !record.Written.Equal(now) {
			t.Fatalf("read %d of %s, %v; expected %d", record.Sequence, record.Written, err, expected)
		}
	}
}

func TestEveryDamageIsSeen(t *testing.T) {
	whole, _ := New(7, now).Bytes()
	other, _ := New(8, now).Bytes()
	for name, stored := range map[string][]byte{
		"nothing":             {},
		"a head alone":        whole[:20],
		"a record cut short":  whole[:len(whole)-1],
		"a bit turned":        append(append([]byte{}, whole[:len(whole)-1]...), whole[len(whole)-1]^1),
		"content of another":  append(append([]byte{}, whole[:len(whole)-contentSize]...), other[len(other)-contentSize:]...),
		"zeros, as of a hole": append(append([]byte{}, whole[:len(whole)-contentSize]...), make([]byte, contentSize)...),
	} {
		volume := Volume(t.TempDir())
		if err := os.WriteFile(volume.path(), stored, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := volume.Checked(); err == nil {
			t.Errorf("%s passes", name)
		}
		if _, err := volume.Next(now); err == nil {
			t.Errorf("%s is written over", name)
		}
	}
}

func TestContentWithASumOfItsOwnIsNotThatOfTheNumber(t *testing.T) {
	record := New(7, now)
	record.Sequence = 8
	if err := record.Whole(); err != nil {
		t.Errorf("the sum of its own content: %v", err)
	}
	if record.Own() == nil {
		t.Error("the content of number 7 passes for that of 8")
	}
}

func TestOnlyAGoodRecordIsReady(t *testing.T) {
	volume := Volume(t.TempDir())
	status := func(path string) int {
		answer := httptest.NewRecorder()
		Handler(volume).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		return answer.Code
	}
	expect := func(path string, expected int) {
		if found := status(path); found != expected {
			t.Errorf("%s answers %d, expected %d", path, found, expected)
		}
	}
	expect("/readyz", http.StatusServiceUnavailable)
	expect(RecordPath, http.StatusServiceUnavailable)
	if _, err := volume.Next(now); err != nil {
		t.Fatal(err)
	}
	expect("/readyz", http.StatusOK)
	expect(RecordPath, http.StatusOK)
	if err := os.WriteFile(volume.path(), []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect("/readyz", http.StatusServiceUnavailable)
	expect("/livez", http.StatusOK)
}
