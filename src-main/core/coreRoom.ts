import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { notice, type Notice } from '#shared/base/codes.ts'
import { windowCacheKey } from '#shared/base/crypto.ts'
import type { Log } from '#shared/base/ports.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { MemberDevice } from '#shared/core/contract.ts'
import type { CorePort } from '#shared/ipc/corePort.ts'
import type { HostInput, HostOutput } from '#shared/ipc/hostMessages.ts'
import { sampleFor } from '#shared/plan/templates/sampleFor.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { openLocalNetwork } from '#relay/near/localNetwork.ts'
import { systemClock, systemRandom } from '#node/system/ports.ts'
import type { DeviceKeys } from './deviceKeys.ts'
import { factsOfPlan, refusedPlan } from './diagnosticFacts.ts'
import { exportPdf, type PrintParts, recordPrint, saveAttachment, saveBundle } from './fileWork.ts'
import { PlanMaker } from './planMaker.ts'
import { PlanShelf } from './planShelf.ts'
import { saveCopy } from './saveCopy.ts'
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

/** One device's core with the windows that sit at it. */
export class CoreRoom {
  readonly #settings: RoomSettings
  readonly #device: MemberDevice
  readonly #shelf: PlanShelf
  readonly #maker: PlanMaker
  readonly #cacheKey: Uint8Array<ArrayBuffer>
  readonly #desks = new Set<WindowDesk>()

  private constructor(settings: RoomSettings, device: MemberDevice, keys: DeviceKeys) {
    this.#settings = settings
    this.#device = device
    this.#shelf = new PlanShelf(device)
    this.#cacheKey = new Uint8Array(windowCacheKey(keys.deviceSecret))
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
    const device = await openMemberFolder(folder, {
      deviceSecret: keys.deviceSecret,
      workerUrl,
      log,
      app,
      openNear: openLocalNetwork,
    })
    return device.ok ? ok(new CoreRoom(settings, device.value, keys)) : device
  }

  /** On the first start of a device without plans: a copy of the sample, to be edited or deleted at will. */
  async welcome(): Promise<HostOutput<'start'>> {
    const { folder, languages, log } = this.#settings
    const plans = await this.#device.list()
    const isNew = plans.length === 0 && !(await readdir(folder)).includes(WELCOMED)
    if (!isNew) return { sample: null }
    const { language, person } = sampleFor(languages)
    const made = await this.#maker.create({ title: '', name: person, language, template: 'commons-transition' })
    if (!made.ok) {
      log.error('sample', { code: made.error.code })
      return { sample: null }
    }
    await writeFile(join(folder, WELCOMED), '')
    return { sample: made.value.planId }
  }

  /** A window comes: it gets its own desk until its port closes. */
  seat(port: CorePort): null {
    const desk = new WindowDesk(port, {
      device: this.#device,
      shelf: this.#shelf,
      maker: this.#maker,
      cacheKey: this.#cacheKey,
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

  saveBundle({ planId, ...to }: HostInput<'saveBundle'>): Promise<Result<HostOutput<'saveBundle'>, Notice>> {
    return this.#shelf.use(planId, (session) => saveBundle(session, to))
  }

  saveAttachment({
    planId,
    ...of
  }: HostInput<'saveAttachment'>): Promise<Result<HostOutput<'saveAttachment'>, Notice>> {
    return this.#shelf.use(planId, (session) => saveAttachment(session, of))
  }

  exportPdf(input: HostInput<'exportPdf'>): Promise<Result<HostOutput<'exportPdf'>, Notice>> {
    return this.#shelf.use(input.planId, (session) => exportPdf(session, input, this.#printParts()))
  }

  recordPrint(input: HostInput<'recordPrint'>): Promise<Result<null, Notice>> {
    return this.#shelf.use(input.planId, (session) => recordPrint(session, input, this.#printParts()))
  }

  async plans(): Promise<HostOutput<'plans'>> {
    return (await this.#device.list()).map(({ planId, title }) => ({ planId, title }))
  }

  saveCopy(input: HostInput<'saveCopy'>): Promise<Result<HostOutput<'saveCopy'>, Notice>> {
    return this.#shelf.use(input.planId, (session) => saveCopy(session, input, this.#printParts()))
  }

  /** Opens one plan after the other; what it costs is among the facts. */
  async diagnostics(): Promise<HostOutput<'diagnostics'>> {
    const plans: HostOutput<'diagnostics'>['plans'] = []
    for (const { planId } of await this.#device.list()) {
      const began = performance.now()
      const facts = await this.#shelf.use(planId, async (session) => {
        const opened = performance.now() - began
        const folder = this.#device.where().plans.find((plan) => plan.planId === planId)?.folder ?? ''
        return ok(await factsOfPlan(session, folder, opened))
      })
      plans.push(facts.ok ? facts.value : refusedPlan(facts.error))
    }
    return { plans }
  }

  #printParts(): PrintParts {
    const { appVersion, resources } = this.#settings
    return { appVersion, resources, today: new Date(systemClock.now()).toISOString().slice(0, 10) }
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
