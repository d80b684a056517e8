import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from '#shared/base/bytes.ts'
import { err, ok } from '#shared/base/result.ts'
import type { PlanFolders } from '#shared/core/deps.ts'
import { nodeDisk } from '../disk/nodeDisk.ts'

const PLAN_ID = /^[0-9a-f]{64}$/

/** `plans/<planId>/` of a member's folder. */
export function nodePlanFolders(folder: string): PlanFolders {
  const root = join(folder, 'plans')
  const nameOf = (planId: Hex): string => join(root, planId)
  return {
    nameOf,
    disk: (planId) => nodeDisk(nameOf(planId)),
    async list() {
      try {
        const names = await readdir(root, { withFileTypes: true })
        return ok(names.filter((one) => one.isDirectory() && PLAN_ID.test(one.name)).map((one) => one.name))
      } catch (cause) {
        return codeOf(cause) === 'ENOENT' ? ok([]) : err({ code: 'E_DISK', file: root, cause: codeOf(cause) } as const)
      }
    },
    async remove(planId) {
      try {
        await rm(nameOf(planId), { recursive: true, force: true })
        return ok(undefined)
      } catch (cause) {
        return err({ code: 'E_DISK', file: nameOf(planId), cause: codeOf(cause) } as const)
      }
    },
  }
}

const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown')
