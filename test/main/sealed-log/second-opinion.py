"""Checks an unpacked bundle with nothing but Python's own library, written from RFC 6962, RFC 9162 and the C2SP texts.

usage: second-opinion.py FOLDER    prints what it found; exits 1 at the first thing that is wrong
"""
import base64
import hashlib
import json
import os
import sys


def sha(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha(b"\x00" + data)


def tree_root(hashes):
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return sha(b"\x01" + tree_root(hashes[:split]) + tree_root(hashes[split:]))


def root_from(leaf, index, size, path):
    """RFC 6962 2.1.1 read backwards, by recursion: not the loop of RFC 9162."""
    if size == 1:
        if path:
            raise ValueError("path too long")
        return leaf
    split = 1
    while split * 2 < size:
        split *= 2
    sibling = path[-1]
    if index < split:
        return sha(b"\x01" + root_from(leaf, index, split, path[:-1]) + sibling)
    return sha(b"\x01" + sibling + root_from(leaf, index - split, size - split, path[:-1]))


def read(folder, name):
    with open(os.path.join(folder, name), "rb") as handle:
        return handle.read()


def b64u(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def need(condition, words):
    if not condition:
        print("WRONG: " + words)
        sys.exit(1)


def path_file(text):
    head, _, root = text.partition("\n\n")
    lines = head.split("\n")
    fields = dict(line.split(" ") for line in lines[1:4])
    path = [base64.b64decode(line) for line in lines[4:]]
    return int(fields["leaf"]), int(fields["index"]), int(fields["size"]), path, base64.b64decode(root.strip()[5:])


def check_certificate(folder, size, root):
    leaves = {}
    for name in os.listdir(os.path.join(folder, "proofs")):
        if not name.endswith(".tlog-proof"):
            continue
        seq = int(name.split(".")[0])
        data = read(folder, "proofs/%d.leaf.json" % seq)
        lines = read(folder, "proofs/" + name).decode().split("\n\n")[0].split("\n")
        need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1] == "index %d" % seq, name)
        need(root_from(leaf_hash(data), seq, size, [base64.b64decode(line) for line in lines[2:]]) == root, name)
        leaves[seq] = json.loads(data)
        leaves[seq]["hash"] = leaf_hash(data)
    for name in os.listdir(os.path.join(folder, "proofs")):
        if name.endswith(".subject.json"):
            seq = int(name.split(".")[0])
            need(leaves[seq]["open"]["subject"] == b64u(sha(read(folder, "proofs/" + name))), name)
    for name in os.listdir(os.path.join(folder, "rows")):
        if name.endswith(".row.json"):
            seq, index, count, path, sub_root = path_file(read(folder, "rows/" + name.replace(".row.json", ".row-proof")).decode())
            need(root_from(leaf_hash(read(folder, "rows/" + name)), index, count, path) == sub_root, name)
            need(leaves[seq]["body"]["root"] == b64u(sub_root), name)
    seq, index, count, path, index_root = path_file(read(folder, "index/proof.txt").decode())
    entry = read(folder, "index/entry.json")
    need(root_from(leaf_hash(entry), index, count, path) == index_root, "index/proof.txt")
    need(leaves[seq]["body"] == {"entries": count, "leaves": seq, "root": b64u(index_root)}, "index.root leaf")
    records = json.loads(read(folder, "index/records.json"))
    chain = hashlib.sha256(b"".join(leaves[record["seq"]]["hash"] for record in records)).hexdigest()
    need(json.loads(entry)["chain"] == chain and json.loads(entry)["n"] == len(records), "index/entry.json")
    print("certificate of %d records" % len(records))


def main(folder):
    origin, size, root = read(folder, "checkpoint.body").decode().split("\n")[:3]
    size, root = int(size), base64.b64decode(root)
    need(read(folder, "checkpoint.txt").startswith(read(folder, "checkpoint.body") + b"\n"), "checkpoint.txt")
    for line in read(folder, "SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        need(hashlib.sha256(read(folder, name)).hexdigest() == digest, name)
    if os.path.exists(os.path.join(folder, "leaves.ndjson")):
        lines = read(folder, "leaves.ndjson").split(b"\n")[:-1]
        need(len(lines) == size and tree_root([leaf_hash(line) for line in lines]) == root, "leaves.ndjson")
        print("log of %d leaves" % size)
        if os.path.exists(os.path.join(folder, "openings.ndjson")):
            for line in read(folder, "openings.ndjson").split(b"\n")[:-1]:
                opening = json.loads(line)
                need(json.loads(lines[opening["seq"]])["open"][opening["kind"]] == b64u(sha(line)), "openings.ndjson")
            for name in sorted(os.listdir(os.path.join(folder, "rows"))):
                rows = read(folder, "rows/" + name).split(b"\n")[:-1]
                need(json.loads(lines[int(name.split(".")[0])])["body"]["root"] == b64u(tree_root([leaf_hash(row) for row in rows])), name)
            print("with openings")
    else:
        check_certificate(folder, size, root)


main(sys.argv[1])
