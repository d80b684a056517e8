/** Control entries as a graph by `parents`, in an order that every holder of the same set computes alike. */
import type { Hex } from '../base/bytes.ts'
import type { Entry } from '../journal/entry.ts'
import { isControlKind, verifyEntry } from '../journal/entry.ts'
import type { ControlBody } from './controlBodies.ts'
import { parseControlBody } from './controlCodec.ts'

export interface ControlNode {
  readonly entry: Entry
  readonly hash: Hex
  /** The author's public sign key. */
  readonly device: Hex
  readonly body: ControlBody
  /** Longest way down to GENESIS; with the hash it orders all entries, parents first. */
  readonly depth: number
  /** Bit i: the node at index i is in this one's past. */
  readonly past: Bits
  readonly index: number
}

export interface ControlGraph {
  /** All control entries of the room with a good signature, also those still without their parents. */
  readonly entries: readonly Entry[]
  /** Those whose past is complete; parents come first. */
  readonly nodes: readonly ControlNode[]
  readonly byHash: ReadonlyMap<Hex, ControlNode>
  readonly missing: readonly Hex[]
  readonly unreadable: readonly Hex[]
}

/** A set of node indexes. */
export type Bits = Uint32Array
export const hasBit = (bits: Bits, i: number): boolean => (((bits[i >>> 5] ?? 0) >>> (i & 31)) & 1) === 1

/**
 * Builds the graph of `roomId`. Entries of other rooms, other kinds or with a wrong signature are left out, and with them
 * nothing else changes (RO2). O(n²/32) words; a room has some thousand control entries at most.
 */
export function buildGraph(roomId: Hex, entries: Iterable<Entry>): ControlGraph {
  const held = new Map<Hex, { readonly entry: Entry; readonly body: ControlBody }>()
  const unreadable: Hex[] = []
  for (const entry of entries) {
    if (entry.header.roomId !== roomId || held.has(entry.hash)) continue
    const read = readControl(entry)
    if (read === 'forged') continue
    if (read === 'unreadable') unreadable.push(entry.hash)
    else held.set(entry.hash, { entry, body: read })
  }
  const missing = new Set<Hex>()
  const depths = depthsOf(held, missing)
  const ordered = [...depths].sort(([a, depthA], [b, depthB]) => depthA - depthB || (a < b ? -1 : 1))
  const nodes: ControlNode[] = []
  const byHash = new Map<Hex, ControlNode>()
  for (const [hash, depth] of ordered) {
    const { entry, body } = held.get(hash) as { entry: Entry; body: ControlBody }
    const past = new Uint32Array((nodes.length + 31) >>> 5)
    for (const parent of body.parents) {
      const { past: before, index } = byHash.get(parent) as ControlNode
      for (let word = 0; word < before.length; word++) past[word] = (past[word] as number) | (before[word] as number)
      past[index >>> 5] = (past[index >>> 5] as number) | (1 << (index & 31))
    }
    const node = { entry, hash, device: entry.header.device, body, depth, past, index: nodes.length }
    nodes.push(node)
    byHash.set(hash, node)
  }
  return {
    entries: [...held.values()].map(({ entry }) => entry),
    nodes,
    byHash,
    missing: [...missing].filter((hash) => !unreadable.includes(hash)).sort(),
    unreadable: [...new Set(unreadable)].sort(),
  }
}

/** The past of some heads, the heads included; `undefined` when one of them is not held with its past. */
export function pastOf(graph: ControlGraph, heads: readonly Hex[]): Bits | undefined {
  const out = new Uint32Array((graph.nodes.length + 31) >>> 5)
  for (const head of heads) {
    const node = graph.byHash.get(head)
    if (node === undefined) return undefined
    for (let word = 0; word < node.past.length; word++) {
      out[word] = (out[word] as number) | (node.past[word] as number)
    }
    out[node.index >>> 5] = (out[node.index >>> 5] as number) | (1 << (node.index & 31))
  }
  return out
}

/** Those of `nodes` that no other of them names as parent, ascending. */
export function headsOf(nodes: readonly ControlNode[]): readonly Hex[] {
  const named = new Set(nodes.flatMap((node) => node.body.parents))
  return nodes
    .map((node) => node.hash)
    .filter((hash) => !named.has(hash))
    .sort()
}

type Held = ReadonlyMap<Hex, { readonly body: ControlBody }>

/** Depth of every entry whose past is held; a hash cannot name itself, so there are no cycles. */
function depthsOf(held: Held, missing: Set<Hex>): Map<Hex, number> {
  const depths = new Map<Hex, number>()
  const waiting = new Map<Hex, number>()
  const children = new Map<Hex, Hex[]>()
  const ready: Hex[] = []
  for (const [hash, { body }] of held) {
    const parents = new Set(body.parents)
    for (const parent of parents) {
      if (!held.has(parent)) missing.add(parent)
      const list = children.get(parent)
      if (list === undefined) children.set(parent, [hash])
      else list.push(hash)
    }
    waiting.set(hash, parents.size)
    if (parents.size === 0) ready.push(hash)
  }
  for (let hash = ready.pop(); hash !== undefined; hash = ready.pop()) {
    const { body } = held.get(hash) as { body: ControlBody }
    depths.set(
      hash,
      body.parents.reduce((most, parent) => Math.max(most, (depths.get(parent) as number) + 1), 0),
    )
    for (const child of children.get(hash) ?? []) {
      const left = (waiting.get(child) as number) - 1
      waiting.set(child, left)
      if (left === 0) ready.push(child)
    }
  }
  return depths
}

type ReadControl = ControlBody | 'forged' | 'unreadable'
/** Signatures cost 0.25 ms each: an entry object is read once, however often the roster is computed. */
const readEntries = new WeakMap<Entry, ReadControl>()

function readControl(entry: Entry): ReadControl {
  const known = readEntries.get(entry)
  if (known !== undefined) return known
  const read = readControlNow(entry)
  readEntries.set(entry, read)
  return read
}

function readControlNow(entry: Entry): ReadControl {
  if (!isControlKind(entry.header.kind) || !verifyEntry(entry)) return 'forged'
  const body = parseControlBody(entry.header.kind, entry.payload)
  return body.ok ? body.value : 'unreadable'
}
