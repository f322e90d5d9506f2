// Reads what Countersign signs and exports by another implementation of the same forms: Go's golang.org/x/mod/sumdb
// (signed notes, RFC 6962 trees). Shares no code with the product.
//
//	reader FOLDER
//
// The folder holds key, earlier.txt and later.txt (checkpoints), export.ndjson (up to the later one),
// inclusion.json (of entry 1 in the later tree) and consistency.json (from the earlier to the later one).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A checkpoint is a note of three lines: origin, size, root (C2SP tlog-checkpoint).
func checkpoint(text []byte, key note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open(text, note.VerifierList(key))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	expect(len(lines) == 4 && lines[3] == "", "a checkpoint has three lines")
	expect(lines[0] == key.Name(), "the origin is the name of the key")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return size, root
}

// Hashes the entries of an export anew.
func leaves(export []byte) [][]byte {
	var found [][]byte
	lines := bufio.NewScanner(bytes.NewReader(export))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line struct {
			LeafHash []byte          `json:"leaf_hash"`
			Entry    json.RawMessage `json:"entry"`
		}
		check(json.Unmarshal(lines.Bytes(), &line))
		if line.Entry != nil {
			hash := tlog.RecordHash(line.Entry)
			expect(bytes.Equal(hash[:], line.LeafHash), "each entry has its hash")
			found = append(found, line.Entry)
		}
	}
	check(lines.Err())
	return found
}

func root(entries [][]byte) tlog.Hash {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for i, entry := range entries {
		more, err := tlog.StoredHashes(int64(i), entry, reader)
		check(err)
		stored = append(stored, more...)
	}
	hash, err := tlog.TreeHash(int64(len(entries)), reader)
	check(err)
	return hash
}

func path(answer []byte) []tlog.Hash {
	var proof struct{ Path []string }
	check(json.Unmarshal(answer, &proof))
	hashes := make([]tlog.Hash, len(proof.Path))
	for i, text := range proof.Path {
		hash, err := tlog.ParseHash(text)
		check(err)
		hashes[i] = hash
	}
	return hashes
}

func main() {
	read := func(name string) []byte {
		content, err := os.ReadFile(filepath.Join(os.Args[1], name))
		check(err)
		return content
	}
	key, err := note.NewVerifier(strings.TrimSpace(string(read("key"))))
	check(err)
	earlier, earlierRoot := checkpoint(read("earlier.txt"), key)
	later, laterRoot := checkpoint(read("later.txt"), key)
	entries := leaves(read("export.ndjson"))

	expect(earlier < later, "the ledger has grown")
	expect(int64(len(entries)) == later, "the export goes up to the later checkpoint")
	expect(root(entries) == laterRoot, "the entries have the root of the later checkpoint")
	expect(root(entries[:earlier]) == earlierRoot, "the first of them have the root of the earlier one")
	check(tlog.CheckRecord(path(read("inclusion.json")), later, laterRoot, 1, tlog.RecordHash(entries[1])))
	check(tlog.CheckTree(path(read("consistency.json")), later, laterRoot, earlier, earlierRoot))

	altered := bytes.Replace(read("later.txt"), []byte("\n"+strconv.FormatInt(later, 10)), []byte("\n1"+strconv.FormatInt(later, 10)), 1)
	_, err = note.Open(altered, note.VerifierList(key))
	expect(err != nil, "an altered checkpoint is refused")
	fmt.Printf("ok: Go reads the checkpoints over %d and %d entries, and proves each entry, inclusion and consistency\n", earlier, later)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAILED:", err)
		os.Exit(1)
	}
}

func expect(good bool, what string) {
	if !good {
		check(fmt.Errorf("it is not so that %s", what))
	}
}
