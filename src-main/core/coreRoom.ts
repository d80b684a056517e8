import { setTimeout as sleep } from 'node:timers/promises'
import { readdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { notice, type Notice } from '#shared/base/codes.ts'
import type { Log } from '#shared/base/ports.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { BundleReport, MemberDevice, PlanListing } from '#shared/core/contract.ts'
import type { CorePort } from '#shared/ipc/corePort.ts'
import type { HostInput, HostOutput } from '#shared/ipc/hostMessages.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { systemClock, systemRandom } from '#node/system/ports.ts'
import type { DeviceKeys } from './deviceKeys.ts'
import { exportPdf, readPlanFile, saveBundle } from './fileWork.ts'
import { PlanMaker } from './planMaker.ts'
import { PlanShelf } from './planShelf.ts'
import { WindowDesk } from './windowDesk.ts'

export interface RoomSettings extends HostInput<'start'> {
  /** Folder with the PDF template. */
  readonly resources: string
  /** The built code of the document worker. */
  readonly workerUrl: URL
  readonly log: Log
}

/** Written once the sample was offered, so that a person who deletes it is not given it again. */
const WELCOMED = 'welcomed'

const LOCK_RETRY_MS = 250
const LOCK_PATIENCE_MS = 15_000

/** One device's core with the windows that sit at it. */
export class CoreRoom {
  readonly #settings: RoomSettings
  readonly #device: MemberDevice
  readonly #shelf: PlanShelf
  readonly #maker: PlanMaker
  readonly #desks = new Set<WindowDesk>()

  private constructor(settings: RoomSettings, device: MemberDevice, keys: DeviceKeys) {
    this.#settings = settings
    this.#device = device
    this.#shelf = new PlanShelf(device)
    this.#maker = new PlanMaker({
      device,
      shelf: this.#shelf,
      folder: settings.folder,
      keys,
      random: systemRandom,
    })
  }

  static async open(settings: RoomSettings, keys: DeviceKeys): Promise<Result<CoreRoom, Notice>> {
    const { folder, workerUrl, log, appVersion } = settings
    const app = `aplec ${appVersion}`
    const openFolder = () => openMemberFolder(folder, { deviceSecret: keys.deviceSecret, workerUrl, log, app })
    let device = await openFolder()
    // After a crash the core of before may take seconds to end, and holds the folder until then.
    for (
      let waited = 0;
      !device.ok && device.error.code === 'E_FOLDER_LOCKED' && waited < LOCK_PATIENCE_MS;
      waited += LOCK_RETRY_MS
    ) {
      await sleep(LOCK_RETRY_MS)
      device = await openFolder()
    }
    return device.ok ? ok(new CoreRoom(settings, device.value, keys)) : device
  }

  /** On the first start of a device without plans: a copy of the sample, to be edited or deleted at will. */
  async welcome(language: string): Promise<HostOutput<'start'>> {
    const plans = await this.#device.list()
    const { folder } = this.#settings
    const isNew = plans.length === 0 && !(await readdir(folder)).includes(WELCOMED)
    if (!isNew) return { plans: plans.length, madeSample: false }
    const spoken = language.startsWith('ca') ? 'ca' : 'en'
    const made = await this.#maker.create({
      title: '',
      name: personName(),
      language: spoken,
      template: 'commons-transition',
    })
    if (!made.ok) this.#settings.log.error('sample', { code: made.error.code })
    else await writeFile(join(folder, WELCOMED), '')
    return { plans: made.ok ? 1 : 0, madeSample: made.ok }
  }

  /** A window comes: it gets its own desk until its port closes. */
  seat(port: CorePort): null {
    const desk = new WindowDesk(port, {
      device: this.#device,
      shelf: this.#shelf,
      maker: this.#maker,
      plansChanged: () => void this.#tellPlans(),
      onFault: (channel, cause) =>
        this.#settings.log.error('core.fault', {
          channel,
          cause: cause instanceof Error ? (cause.stack ?? '') : 'unknown',
        }),
    })
    this.#desks.add(desk)
    port.onClose(() => this.#desks.delete(desk))
    return null
  }

  async planTitle(planId: string): Promise<Result<string, Notice>> {
    const plan = (await this.#device.list()).find((one) => one.planId === planId)
    return plan === undefined ? err(notice('E_NO_PLAN')) : ok(plan.title)
  }

  saveBundle({ planId, path }: HostInput<'saveBundle'>): Promise<Result<HostOutput<'saveBundle'>, Notice>> {
    return this.#shelf.use(planId, (session) => saveBundle(session, path))
  }

  async openBundle({ path }: HostInput<'openBundle'>): Promise<Result<BundleReport, Notice>> {
    const bytes = await readPlanFile(path)
    return bytes.ok ? this.#device.openBundle(bytes.value) : bytes
  }

  async joinWithBundle({ path, link, name }: HostInput<'joinWithBundle'>): Promise<Result<PlanListing, Notice>> {
    const bytes = await readPlanFile(path)
    if (!bytes.ok) return bytes
    const joined = await this.#maker.join({ link, name, bundle: bytes.value })
    if (joined.ok) void this.#tellPlans()
    return joined
  }

  exportPdf(input: HostInput<'exportPdf'>): Promise<Result<HostOutput<'exportPdf'>, Notice>> {
    const { appVersion, resources } = this.#settings
    const today = new Date(systemClock.now()).toISOString().slice(0, 10)
    return this.#shelf.use(input.planId, (session) => exportPdf(session, input, { appVersion, resources, today }))
  }

  async close(): Promise<void> {
    await Promise.all([...this.#desks].map((desk) => desk.clear()))
    await this.#device.close()
  }

  async #tellPlans(): Promise<void> {
    const plans = [...(await this.#device.list())]
    for (const desk of this.#desks) desk.emit('plans', plans)
  }
}

/** The name that this computer knows its person by; it can be changed in the plan at any time. */
function personName(): string {
  const { username } = userInfo()
  return username === 'root' || username === '' ? 'Aplec' : username
}
