package canary

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Volume is a folder with one record.
type Volume string

func (v Volume) path() string { return filepath.Join(string(v), "record") }

// Read gives what is stored, as it is.
func (v Volume) Read() ([]byte, error) { return os.ReadFile(v.path()) }

// Checked gives the record that is stored, where it is whole and its own.
func (v Volume) Checked() (Record, error) {
	stored, err := v.Read()
	if err != nil {
		return Record{}, err
	}
	record, err := Parse(stored)
	if err != nil {
		return Record{}, err
	}
	return record, errors.Join(record.Whole(), record.Own())
}

// Next puts the next record in the place of the one that is there, at once or not at all. One that is damaged stays:
// it is what has to be looked at.
func (v Volume) Next(now time.Time) (Record, error) {
	last, err := v.Checked()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Record{}, fmt.Errorf("the record that is there is damaged: %w", err)
	}
	record := New(last.Sequence+1, now)
	stored, err := record.Bytes()
	if err != nil {
		return Record{}, err
	}
	return record, replace(v.path(), stored)
}

func replace(path string, content []byte) error {
	partial := path + ".partial"
	file, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(partial, path)
}
