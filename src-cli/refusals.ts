import { err, type Result } from '#shared/base/result.ts'
import type { PlanRefusal } from '#shared/plan/refusal.ts'
import type { Failure } from './answer.ts'

/** The stable code of a refused edit: `NoSuchThing` is `E_PLAN_NO_SUCH_THING`. */
const codeOf = (kind: PlanRefusal['kind']): string =>
  `E_PLAN${kind.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

export function refused(refusal: PlanRefusal): Result<never, Failure> {
  return err({ code: codeOf(refusal.kind), sentence: sentenceOf(refusal) })
}

function sentenceOf(refusal: PlanRefusal): string {
  switch (refusal.kind) {
    case 'Missing':
      return `There is nothing with the id ${refusal.id || '(none)'} in this plan.`
    case 'NoSuchType':
      return `A plan has no ${refusal.type}.`
    case 'NoSuchField':
      return `A ${refusal.type.toLowerCase()} has no field ${refusal.field}.`
    case 'WrongParent':
      return `A ${refusal.type.toLowerCase()} belongs inside a project: give project=ID.`
    case 'TooLong':
      return `${refusal.field} may have at most ${refusal.max} characters; this one has ${refusal.length}.`
    case 'NotInteger':
      return `${refusal.field} takes a whole number.`
    case 'NotBoolean':
      return `${refusal.field} takes yes or no.`
    case 'NotYear':
      return `${refusal.field} takes a year from 1 to 9999.`
    case 'YearsReversed':
      return `The years end (${refusal.to}) before they begin (${refusal.from}).`
    case 'NotDay':
      return `${refusal.field} takes a day like 2027-05-01.`
    case 'NotId':
      return `${refusal.field} takes an id.`
    case 'NoSuchThing':
      return `There is no ${refusal.to.toLowerCase()} ${refusal.id} in this plan.`
    case 'NotChoice':
      return `${refusal.field} takes one of: ${refusal.choices.join(', ')}.`
    case 'NotLabel':
      return `A word of ${refusal.field} is empty, too long or not allowed.`
    case 'Sealed':
      return `A ${refusal.type.toLowerCase()} is written once and cannot be changed.`
    case 'BadKey':
      return `${refusal.key} cannot be the id of a new ${refusal.type.toLowerCase()}.`
    case 'Removed':
      return `${refusal.id} is in the bin; restore it first.`
    case 'NotRemoved':
      return `${refusal.id} is not in the bin.`
    case 'PlanFull':
      return `This plan holds ${refusal.cards} projects, as many as one plan can; make a second plan.`
    case 'NotText':
    case 'NotSet':
    case 'NotPiece':
    case 'NotValue':
      return `${refusal.field} cannot hold that.`
  }
}
