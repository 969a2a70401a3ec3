package canary

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// RecordPath is where a canary serves its record.
const RecordPath = "/record"

// Handler serves what the volume has: the record as it is stored, whether it is as it should be (`/readyz`), and that the
// program is there (`/livez`).
func Handler(volume Volume) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+RecordPath, func(answer http.ResponseWriter, _ *http.Request) {
		stored, err := volume.Read()
		if err != nil {
			http.Error(answer, err.Error(), http.StatusServiceUnavailable)
			return
		}
		answer.Header().Set("Content-Type", "application/octet-stream")
		_, _ = answer.Write(stored)
	})
	mux.HandleFunc("GET /readyz", func(answer http.ResponseWriter, _ *http.Request) {
		record, err := volume.Checked()
		if err != nil {
			http.Error(answer, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(answer, record.Sequence)
	})
	mux.HandleFunc("GET /livez", func(http.ResponseWriter, *http.Request) {})
	return mux
}

// Write makes a record now and then, until it is told to stop or cannot write.
func Write(ctx context.Context, volume Volume, every time.Duration) error {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		record, err := volume.Next(time.Now())
		if err != nil {
			return err
		}
		slog.Info("wrote", "sequence", record.Sequence, "sha256", record.SHA256)
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}
