import { type CodeParams, isCode, type Notice, sentenceOf } from '#shared/base/codes.ts'
import { err, type Result } from '#shared/base/result.ts'

/** What a command found or did: `json` for scripts, `lines` for people. */
export type Answer = {
  readonly json: unknown
  readonly lines: readonly string[]
  /** Things a person should know that are no failure; they go to stderr. */
  readonly notices?: readonly Notice[]
  /** What a person should do next; to stderr too. */
  readonly remarks?: readonly string[]
}

/** An expected failure: one plain sentence and a stable code. */
export type Failure = { readonly code: string; readonly sentence: string }

/** The command was used wrongly; exit code 2. */
export class UsageError extends Error {}

export type Answered = Promise<Result<Answer, Failure>>

export const failureOf = (notice: Notice): Failure => ({ code: notice.code, sentence: sentenceOf(notice) })

export const fail = (code: string, sentence: string): Result<never, Failure> => err({ code, sentence })

export function failNotice(code: string, params?: CodeParams): Result<never, Failure> {
  if (!isCode(code)) return fail(code, 'Something went wrong.')
  return err(failureOf(params === undefined ? { code } : { code, params }))
}

/** Turns a result of the core into one of the command line. */
export function orFailure<T>(result: Result<T, Notice>): Result<T, Failure> {
  return result.ok ? result : err(failureOf(result.error))
}

export const noticeLine = (notice: Notice): string => `${sentenceOf(notice)} (${notice.code})`
