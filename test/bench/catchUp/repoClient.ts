/** The peer of a member: the same document in automerge-repo, with its own websocket adapter. */
import { readFile } from 'node:fs/promises'
import * as A from '@automerge/automerge'
import { type DocumentId, Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket'
import { waitFor } from '#test/helpers/waitFor.ts'
import { beDone, beReady, optionsOfSide, sameHeads } from './side.ts'

export interface RepoClientOptions {
  readonly docId: string
  readonly file: string
  readonly url: string
}

const { docId, file, url } = optionsOfSide<RepoClientOptions>()
const repo = new Repo({ sharePolicy: () => Promise.resolve(true) })
const handle = repo.import(await readFile(file), { docId: docId as DocumentId })
await handle.whenReady()
const heads = await beReady(A.getHeads(handle.doc()))
repo.networkSubsystem.addNetworkAdapter(new WebSocketClientAdapter(url))
await waitFor('everything is here', () => sameHeads(A.getHeads(handle.doc()), heads), 120_000)
beDone()
