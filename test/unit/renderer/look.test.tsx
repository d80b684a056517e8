// @vitest-environment happy-dom
// The look of the window as a person asks for it, from what is stored to the root element.
import { act, cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { useLook } from '#renderer/app/useLook.ts'
import { openSettings, readSettings, type SettingsStore } from '#renderer/data/settings.ts'
import { useSelection } from '#renderer/data/source.ts'

afterEach(() => {
  cleanup()
  window.localStorage.clear()
})

const same = <T,>(value: T): T => value

function Look({ settings }: { readonly settings: SettingsStore }) {
  useLook(useSelection(settings, same))
  return null
}

const root = () => ({ lang: document.documentElement.lang, ...document.documentElement.dataset })

test('[UI32] what one chooses stands on the root element, and what is not chosen is left to the computer', () => {
  const settings = openSettings(window.localStorage, ['ca'])
  render(<Look settings={settings} />)
  expect(root()).toEqual({ lang: 'ca' })

  act(() => settings.change({ language: 'fr', theme: 'dark', contrast: 'more', textSize: 125 }))
  expect(root()).toEqual({ lang: 'fr', theme: 'dark', contrast: 'more', text: '125' })

  act(() => settings.change({ theme: 'auto', contrast: 'auto', textSize: 100, projector: true }))
  expect(root()).toEqual({ lang: 'fr', contrast: 'more', projector: 'on' })

  act(() => settings.change({ projector: false }))
  expect(root()).toEqual({ lang: 'fr' })
})

test('[UI32] what was chosen is there the next time; what makes no sense counts as not chosen', () => {
  openSettings(window.localStorage, ['en']).change({ contrast: 'more', textSize: 150, projector: true })
  expect(openSettings(window.localStorage, ['en']).now()).toMatchObject({
    contrast: 'more',
    textSize: 150,
    projector: true,
  })
  expect(readSettings('{"contrast":"less","textSize":9000,"projector":"yes","theme":7}', ['en'])).toMatchObject({
    contrast: 'auto',
    textSize: 100,
    projector: false,
    theme: 'auto',
  })
})
