import * as A from '@automerge/automerge/slim'
import type { Hex } from '#shared/base/bytes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import { birthOf } from '#shared/plan/birth.ts'
import { canonicalJson, contentHash, plainPlan } from '#shared/plan/canonical.ts'
import { lookOf } from '#shared/plan/look.ts'
import { type ChangeToCheck, recogniseMigration } from '#shared/plan/migrations.ts'
import { openForReading } from '#shared/plan/openForEditing.ts'
import { mergeReport } from '#shared/plan/report/mergeReport.ts'
import { projectHistory } from '#shared/plan/report/projectHistory.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { touchesAgreed } from './touchesAgreed.ts'
import { ChangeIndex, type IndexedChange } from './changeIndex.ts'
import { checkChange, type Verdict } from './checkChange.ts'
import type { EngineCommand, EngineCommands, EngineOutcome } from './engine.ts'
import type { ChangeAuthor, ChangeLine, EntryToApply, GatedChange } from './executor.ts'
import { type GateBench, gateEntries, takeBack } from './gateEntries.ts'
import { packChanges } from './packChanges.ts'
import { type Op, Places } from './places.ts'
import { readChange, type ReadChange } from './readChanges.ts'
import type { EngineFailure } from './refusal.ts'
import type { GateSettings } from './settings.ts'

/** What an engine must know of its plan; plain data, handed over when the worker starts. */
export type PlanIdentity = {
  readonly roomId: Hex
  /** actor(0) of the founder's first stream: the only one that may begin the plan. */
  readonly foundingActor: Hex
}

/** Thrown when the library failed on changes that passed the gate: the document can no longer be trusted. */
export class DocumentBroken extends Error {}

type Answer<C extends EngineCommand> = Result<EngineCommands[C]['output'], EngineFailure>
type Handlers = { readonly [C in EngineCommand]: (input: EngineCommands[C]['input']) => Answer<C> }

/** Reads only: nothing is ever written under it. */
const READING_ACTOR = '00'.repeat(16)

/**
 * The core's only Automerge document and every question about it. Synchronous and without an environment: runs in the
 * worker, and in the same process for the simulator. `apply…` either does all it answers, or throws `DocumentBroken`.
 */
export class DocumentEngine {
  readonly #identity: PlanIdentity
  readonly #settings: GateSettings
  readonly #handlers: Handlers
  #doc: A.Doc<PlanDoc> = emptyDocument()
  #bench: GateBench | null = null
  /** Changes were applied to the handle that the materialised document does not show yet. */
  #isStale = false

  constructor(identity: PlanIdentity, settings: GateSettings) {
    this.#identity = identity
    this.#settings = settings
    this.#handlers = {
      load: ({ cache }) => this.#load(cache),
      applyEntries: ({ entries }) => ok(this.#applyEntries(entries)),
      applyLocal: ({ author, changes }) => this.#applyLocal(author, changes),
      judge: ({ author, changes }) => ok(this.#judge(author, changes)),
      replay: ({ changes }) => ok(this.#replay(changes)),
      saveBundles: ({ hashes }) => this.#saveBundles(hashes),
      save: () => this.#save(),
      heads: () => ok({ heads: this.#heads() }),
      has: ({ hashes }) => ok({ known: hashes.map((hash) => this.#index.has(hash)) }),
      changesSince: ({ heads }) => this.#changesSince(heads),
      changesOf: ({ actor, fromSeq }) =>
        ok({ changes: this.#index.from(actor, fromSeq).map((one) => this.#gated(one)) }),
      history: ({ since }) => this.#history(since ?? []),
      agreedChangesSince: ({ heads }) => this.#agreedChangesSince(heads),
      view: ({ heads, roots }) => asAnswer(plainPlan(this.#shown(), heads, roots), (view) => ({ view })),
      look: () => ok({ json: lookOf(this.#shown()) }),
      canonical: ({ heads, part }) => asAnswer(canonicalJson(this.#shown(), part, heads), (json) => ({ json })),
      contentHash: ({ heads }) => asAnswer(contentHash(this.#shown(), heads), (hash) => ({ contentHash: hash })),
      mergeReport: ({ before, theirs }) =>
        asAnswer(mergeReport(this.#shown(), { ours: before, theirs }), (report) => ({ report })),
      projectHistory: ({ project, before }) => {
        const portion = projectHistory(this.#shown(), project, before)
        return portion === null ? err({ code: 'E_HEADS_UNKNOWN' }) : ok({ portion })
      },
      stats: () => ok(this.#stats()),
    }
  }

  handle<C extends EngineCommand>(command: C, input: EngineCommands[C]['input']): Answer<C> {
    return this.#handlers[command](input)
  }

  #load(cache: Uint8Array | null): Answer<'load'> {
    if (cache === null) this.#doc = emptyDocument()
    else {
      const opened = openForReading(cache)
      if (!opened.ok) return err({ code: 'E_CACHE_LOST' })
      this.#doc = opened.value
    }
    this.#bench = null
    this.#isStale = false
    return ok({ heads: this.#heads() })
  }

  #applyEntries(entries: readonly EntryToApply[]): EngineCommands['applyEntries']['output'] {
    const gated = gateEntries(entries, this.#ready())
    this.#apply(gated.flatMap((entry) => (entry.at === 'applied' ? entry.changes : [])))
    const outcomes = gated.map<EngineOutcome>((entry) =>
      entry.at === 'applied' ? { ...entry, changes: entry.changes.map(toGated) } : entry,
    )
    return { entries: outcomes, heads: this.#heads() }
  }

  /** The lease holder's own changes: in its name, its next numbers, on what it was given; else judged like any other. */
  #applyLocal(author: ChangeAuthor, changes: readonly Uint8Array[]): Answer<'applyLocal'> {
    const bench = this.#ready()
    const accepted: ReadChange[] = []
    for (const bytes of changes) {
      const read = readChange(bytes, this.#settings)
      const verdict: Verdict = read.ok
        ? checkChange(read.value, { ...bench, author })
        : { at: 'refused', refusal: read.error }
      if (verdict.at === 'known') continue
      const refusal = verdict.at === 'new' ? leaseRefusal(verdict.change, author) : localRefusal(verdict)
      if (refusal !== null || verdict.at !== 'new') {
        takeBack(accepted, bench)
        return err(refusal ?? { code: 'E_LEASE_DEPS' })
      }
      bench.index.add(verdict.change)
      accepted.push(verdict.change)
    }
    this.#apply(accepted)
    return ok({ changes: accepted.map(toGated), heads: this.#heads() })
  }

  /** As if they were applied, each on those before it; then all of it is forgotten. */
  #judge(author: ChangeAuthor, changes: readonly Uint8Array[]): EngineCommands['judge']['output'] {
    const bench = this.#ready()
    const passed: ReadChange[] = []
    const known: number[] = []
    const read = changes.flatMap((bytes, at) => {
      const one = readChange(bytes, this.#settings)
      return one.ok ? [{ at, change: one.value }] : []
    })
    let opsLeft = this.#settings.limits.opsInPassing
    let isStopped = false
    for (const { at, change } of read.toSorted((a, b) => a.change.seq - b.change.seq)) {
      if (bench.index.has(change.hash)) {
        if (!passed.some(({ hash }) => hash === change.hash)) known.push(at)
        continue
      }
      opsLeft -= change.ops.length
      isStopped ||= opsLeft < 0
      const verdict = isStopped ? null : checkChange(change, { ...bench, author })
      if (verdict?.at === 'new') {
        bench.index.add(change)
        passed.push(change)
      } else isStopped = true
    }
    takeBack(passed, bench)
    return { passed: passed.map(toGated), known }
  }

  #replay(changes: readonly Uint8Array[]): null {
    this.#bench = null
    this.#applyBytes(changes)
    return null
  }

  #apply(changes: readonly ReadChange[]): void {
    const expected = headsAfter(A.getHeads(this.#doc), changes)
    this.#applyBytes(changes.map(({ bytes }) => bytes))
    // Hashes were read before the bytes were applied; equal heads show that both were the same changes, and all of them.
    if (!sameList(A.getHeads(this.#doc), expected))
      throw new DocumentBroken('other changes were applied than were judged')
  }

  /** To the handle alone: bringing the materialised document up to date costs more than the apply, and is done when read. */
  #applyBytes(changes: readonly Uint8Array[]): void {
    if (changes.length === 0) return
    this.#isStale = true
    try {
      A.getBackend(this.#doc).applyChanges([...changes])
    } catch (cause) {
      throw new DocumentBroken('the library failed on changes that passed the gate', { cause })
    }
  }

  #save(): Answer<'save'> {
    const bytes = A.save(this.#doc)
    if (this.#settings.without.has('reload')) return ok({ bytes, heads: this.#heads() })
    try {
      const again = A.load<PlanDoc>(bytes, { actor: READING_ACTOR })
      const isSame = sameList(A.getHeads(again), this.#heads()) && sameBytes(A.save(again), bytes)
      A.free(again)
      return isSame ? ok({ bytes, heads: this.#heads() }) : err({ code: 'E_CHANGE_RELOAD' })
    } catch {
      return err({ code: 'E_CHANGE_RELOAD' })
    }
  }

  #saveBundles(hashes: readonly Hex[]): Answer<'saveBundles'> {
    const changes = hashes.map((hash) => this.#index.get(hash))
    if (changes.some((change) => !change)) return err({ code: 'E_HEADS_UNKNOWN' })
    const bundles = packChanges(this.#doc, changes as IndexedChange[], this.#settings.limits)
    return bundles ? ok({ bundles }) : err({ code: 'E_CHANGE_SIZE', limit: this.#settings.limits.bundleBytes })
  }

  #changesSince(heads: readonly Hex[]): Answer<'changesSince'> {
    if (!A.hasHeads(this.#doc, [...heads])) return err({ code: 'E_HEADS_UNKNOWN' })
    const metas = A.getChangesMetaSince(this.#doc, [...heads])
    return ok({ changes: metas.map((meta) => this.#gated(meta)) })
  }

  #gated({ hash, actor, seq }: Pick<IndexedChange, 'hash' | 'actor' | 'seq'>): GatedChange {
    const bytes = A.getBackend(this.#doc).getChangeByHash(hash)
    if (bytes === null) throw new DocumentBroken('an indexed change is not in the document')
    return { hash, actor, seq, bytes }
  }

  #history(since: readonly Hex[]): Answer<'history'> {
    if (!A.hasHeads(this.#doc, [...since])) return err({ code: 'E_HEADS_UNKNOWN' })
    const lines = A.getChangesMetaSince(this.#doc, [...since]).map<ChangeLine>(
      ({ hash, actor, seq, time, message, deps, startOp, maxOp }) => ({
        hash,
        actor,
        seq,
        time,
        message,
        deps,
        startOp,
        maxOp,
      }),
    )
    return ok({ lines })
  }

  #agreedChangesSince(heads: readonly Hex[]): Answer<'agreedChangesSince'> {
    const history = this.#history(heads)
    if (!history.ok) return history
    const { places } = this.#ready()
    const count = history.value.lines.filter(({ hash }) => touchesAgreed(this.#opsOf(hash) ?? [], places)).length
    return ok({ count })
  }

  #stats(): EngineCommands['stats']['output'] {
    const { numChanges, numOps } = A.stats(this.#doc)
    const actors = new Set(A.getChangesMetaSince(this.#doc, []).map(({ actor }) => actor)).size
    return { changes: numChanges, ops: numOps, actors }
  }

  #heads(): readonly Hex[] {
    return A.getHeads(this.#doc).toSorted()
  }

  /** The document with everything applied shown in it. */
  #shown(): A.Doc<PlanDoc> {
    if (this.#isStale) [this.#doc] = A.applyChanges(this.#doc, [])
    this.#isStale = false
    return this.#doc
  }

  get #index(): ChangeIndex {
    return this.#ready().index
  }

  /** Made on first need, so that a plan opens no later for it. */
  #ready(): GateBench {
    if (this.#bench) return this.#bench
    const index = new ChangeIndex(A.getChangesMetaSince(this.#doc, []))
    const settings = this.#settings
    let birth: Uint8Array | null = null
    this.#bench = {
      index,
      places: new Places(index, (hash) => this.#opsOf(hash)),
      foundingActor: this.#identity.foundingActor,
      isMigration: (change) => {
        birth ??= birthOf(this.#doc)
        return birth !== null && recogniseMigration(asDecoded(change), birth, this.#identity.roomId) !== null
      },
      settings,
      opsLeft: settings.limits.opsPerDocument - A.stats(this.#doc).numOps,
    }
    return this.#bench
  }

  #opsOf(hash: Hex): readonly Op[] | null {
    return (A.inspectChange(this.#doc, hash)?.ops as readonly Op[] | undefined) ?? null
  }
}

const emptyDocument = (): A.Doc<PlanDoc> => A.init<PlanDoc>({ actor: READING_ACTOR })

const toGated = ({ hash, actor, seq, bytes }: ReadChange): GatedChange => ({ hash, actor, seq, bytes })

/** The plan room reads the library's own type. */
const asDecoded = (change: ReadChange): ChangeToCheck => change as unknown as ChangeToCheck

function leaseRefusal(change: ReadChange, author: ChangeAuthor): EngineFailure | null {
  return change.actor === author.actors[0] ? null : { code: 'E_LEASE_ACTOR' }
}

function localRefusal(verdict: Exclude<Verdict, { at: 'new' | 'known' }>): EngineFailure {
  if (verdict.at === 'parked') return { code: 'E_LEASE_DEPS' }
  switch (verdict.refusal.code) {
    case 'E_FORK':
    case 'E_CHANGE_SEQ':
      return { code: 'E_LEASE_SEQ' }
    case 'E_ACTOR':
      return { code: 'E_LEASE_ACTOR' }
    default:
      return verdict.refusal
  }
}

/** A question about a state that is not there, or cannot be written down, is about heads this document does not hold. */
function asAnswer<T, O>(read: Result<T, unknown>, shape: (value: T) => O): Result<O, EngineFailure> {
  return read.ok ? ok(shape(read.value)) : err({ code: 'E_HEADS_UNKNOWN' })
}

function headsAfter(heads: readonly Hex[], changes: readonly ReadChange[]): readonly Hex[] {
  const after = new Set([...heads, ...changes.map(({ hash }) => hash)])
  for (const { deps } of changes) for (const dep of deps) after.delete(dep)
  return [...after]
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.toSorted().join() === b.toSorted().join()

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])
