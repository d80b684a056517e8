// @vitest-environment happy-dom
// What is put into plain fields, before they have it. The browser's own way of inserting is noted, not done.
import { I18nProvider } from '@lingui/react'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_NOTE } from '#shared/plan/kinds.ts'
import { usePasteLimit } from '#renderer/app/usePasteLimit.ts'
import { createWords } from '#renderer/words/words.ts'

let inserted: string[]

function Field() {
  usePasteLimit()
  return <textarea aria-label="Note" />
}

beforeEach(() => {
  inserted = []
  document.execCommand = (_command, _ui, text) => inserted.push(text ?? '') > 0
  render(
    <I18nProvider i18n={createWords('en')}>
      <Field />
    </I18nProvider>,
  )
})
afterEach(cleanup)

/** A field that holds so many letters, with those selected; whether what is put in was held up. */
function put(data: string, held: number, from = held, to = held): boolean {
  const field = screen.getByRole<HTMLTextAreaElement>('textbox')
  field.value = 'a'.repeat(held)
  field.setSelectionRange(from, to)
  const event = new InputEvent('beforeinput', { data, inputType: 'insertFromPaste', bubbles: true, cancelable: true })
  field.dispatchEvent(event)
  return event.defaultPrevented
}

test('[UI136] what fits is left to the browser; of more, what fits is put in', () => {
  expect(put('pa', MAX_NOTE - 2)).toBe(false)
  expect(put('pans', MAX_NOTE - 2)).toBe(true)
  expect(put('pa', MAX_NOTE)).toBe(true)
  expect(inserted).toEqual(['pa'])
})

test('[UI136] what is selected makes room, in a full field too', () => {
  expect(put('pa', MAX_NOTE, 0, MAX_NOTE)).toBe(false)
  expect(put('pans', MAX_NOTE, 10, 13)).toBe(true)
  expect(inserted).toEqual(['pan'])
})

test('[UI136] no sign is cut in two', () => {
  expect(put('x🌿', MAX_NOTE - 2)).toBe(true)
  expect(inserted).toEqual(['x'])
})
