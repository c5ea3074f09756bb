// Checks an unpacked L1 or L2 bundle with Go's own sumdb packages: the signed note, the root, the proof from the earlier checkpoint, and the path of every leaf.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Println("WRONG:", err)
		os.Exit(1)
	}
}

func read(folder, name string) []byte {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err)
	return data
}

func tree(text []byte, verifier note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return size, root
}

func main() {
	folder := os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(folder, "keys/log.vkey"))))
	must(err)
	size, root := tree(read(folder, "checkpoint.txt"), verifier)
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	lines := bytes.Split(bytes.TrimSuffix(read(folder, "leaves.ndjson"), []byte("\n")), []byte("\n"))
	for i, line := range lines {
		hashes, err := tlog.StoredHashes(int64(i), line, reader)
		must(err)
		stored = append(stored, hashes...)
	}
	made, err := tlog.TreeHash(int64(len(lines)), reader)
	must(err)
	if int64(len(lines)) != size || made != root {
		must(fmt.Errorf("the leaves do not give the root"))
	}
	for i, line := range lines {
		proof, err := tlog.ProveRecord(size, int64(i), reader)
		must(err)
		must(tlog.CheckRecord(proof, size, root, int64(i), tlog.RecordHash(line)))
	}
	earlier, err := filepath.Glob(filepath.Join(folder, "consistency", "*.txt"))
	must(err)
	for _, name := range earlier {
		text, err := os.ReadFile(name)
		must(err)
		head := strings.Split(strings.SplitN(string(text), "\n\n", 2)[0], "\n")
		old := strings.TrimPrefix(head[0], "old ")
		oldSize, oldRoot := tree(read(folder, "previous/checkpoint-"+old+".txt"), verifier)
		var proof tlog.TreeProof
		for _, line := range head[1:] {
			hash, err := tlog.ParseHash(line)
			must(err)
			proof = append(proof, hash)
		}
		must(tlog.CheckTree(proof, size, root, oldSize, oldRoot))
	}
	fmt.Println("log of", size, "leaves,", len(earlier), "earlier")
}
