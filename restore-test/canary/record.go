// Package canary keeps data whose loss, age and damage can be told from the data alone.
package canary

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// Size of the content of a record, bytes: enough to be spread over blocks of a file system.
const contentSize = 1 << 20

// Head says what a record is; its content follows on the next line.
type Head struct {
	// Sequence is one more than that of the record before.
	Sequence uint64 `json:"sequence"`
	// Written is when the record was made.
	Written time.Time `json:"written"`
	// SHA256 is the sum of the content, hexadecimal.
	SHA256 string `json:"sha256"`
}

// Record is a record as it was read: nothing of it has been compared.
type Record struct {
	Head
	Content []byte
}

// New makes the record of a sequence number.
func New(sequence uint64, now time.Time) Record {
	content := contentOf(sequence)
	return Record{Head{sequence, now.UTC().Truncate(time.Second), sum(content)}, content}
}

// Bytes is how a record is stored.
func (r Record) Bytes() ([]byte, error) {
	head, err := json.Marshal(r.Head)
	return append(append(head, '\n'), r.Content...), err
}

// Parse takes a record apart.
func Parse(stored []byte) (Record, error) {
	head, content, found := bytes.Cut(stored, []byte("\n"))
	if !found {
		return Record{}, errors.New("the record has no content")
	}
	record := Record{Content: content}
	if err := json.Unmarshal(head, &record.Head); err != nil {
		return Record{}, fmt.Errorf("the record cannot be read: %w", err)
	}
	return record, nil
}

// Whole says whether the content is the one whose sum was written down.
func (r Record) Whole() error {
	if found := sum(r.Content); found != r.SHA256 {
		return fmt.Errorf("the content has the sum %s, not %s", found, r.SHA256)
	}
	return nil
}

// Own says whether the content is the one of its sequence number, which needs nothing that was stored.
func (r Record) Own() error {
	if r.Sequence == 0 || !bytes.Equal(r.Content, contentOf(r.Sequence)) {
		return fmt.Errorf("the content is not the one of sequence number %d", r.Sequence)
	}
	return nil
}

// contentOf is the same for the same number, today and in five years: the generator is specified.
func contentOf(sequence uint64) []byte {
	seed := sha256.Sum256(fmt.Appendf(nil, "backup-canary %d", sequence))
	content := make([]byte, contentSize)
	_, _ = rand.NewChaCha8(seed).Read(content) // never fails
	return content
}

func sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
