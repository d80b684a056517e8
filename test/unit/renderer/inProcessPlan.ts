/** The window's side of a session of the real core in the same process: every call answered later, as over the port. */
import { ok } from '#shared/base/result.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import type { PlanRemote } from '#renderer/data/core.ts'

export function inProcessPlan(session: PlanSession): PlanRemote {
  return {
    planId: session.planId,
    lease: () => session.lease(),
    release: (leaseId) => session.release(leaseId),
    onLease: (listener) => session.onLease(listener),
    documentBytes: () => session.documentBytes(),
    look: async () => ok(session.look()),
    changesSince: (heads) => session.changesSince(heads),
    submitChanges: (leaseId, changes) => session.submitChanges(leaseId, changes),
    onChanges: (listener) => session.onChanges(listener),
    status: async () => ok(session.status()),
    onStatus: (listener) => session.onStatus(listener),
    health: async () => ok(session.health()),
    roster: async () => ok(session.roster()),
    relays: async () => ok(session.relays()),
    canonicalJson: (version) => session.canonicalJson(version),
    mergeReport: (since) => session.mergeReport(since),
    markLooked: () => session.markLooked(),
    projectHistory: (project, before) => session.projectHistory(project, before),
    invite: (input) => session.invite(input),
    voidInvite: (grant) => session.voidInvite(grant),
    appointSteward: (member) => session.appointSteward(member),
    rename: (name) => session.rename(name),
    addRelay: (relay) => session.addRelay(relay),
    removeRelay: (url) => session.removeRelay(url),
    share: (isOn) => session.share(isOn),
    shareAlways: (isAlways) => session.shareAlways(isAlways),
    askNear: (address) => session.askNear(address),
    meetNear: (relay) => session.meetNear(relay),
    adopt: (decision) => session.adopt(decision),
    agreements: () => session.agreements(),
    changesSinceAgreement: () => session.changesSinceAgreement(),
    setPresence: async (place) => {
      session.setPresence(place)
      return ok(null)
    },
    presence: async () => ok(session.presence()),
    onWords: (listener) => session.onWords(listener),
    onPresence: (listener) => session.onPresence(listener),
    addFile: async (file) => session.addFile(new Uint8Array(await file.arrayBuffer())),
    readFile: async (hash) => {
      const read = await session.readFile(hash)
      return read.ok ? ok(new Uint8Array(read.value)) : read
    },
    fileState: async (hash) => ok(await session.fileState(hash)),
    fetchFile: async (hash) => {
      await session.fetchFile(hash)
      return ok(null)
    },
    filesKept: async () => ok(await session.filesKept()),
    keepAllFiles: (isOn) => session.keepAllFiles(isOn),
    onFile: (listener) => session.onFile((hash) => void session.fileState(hash).then((state) => listener(hash, state))),
    close: async () => ok(null),
  }
}
