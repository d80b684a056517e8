import { useLayoutEffect, useSyncExternalStore } from 'react'
import type { Settings } from '../data/settings.ts'

const MORE_CONTRAST = '(prefers-contrast: more)'

/**
 * Writes how the window looks on the root element, where styles/tokens.css reads it: `data-theme` (absent: as the computer),
 * `data-contrast="more"`, `data-text` (percent), `data-projector`.
 */
export function useLook({ language, theme, contrast, textSize, projector }: Settings): void {
  const computerAsksForMore = useSyncExternalStore(watchContrast, asksForContrast)
  // A projector in a lit room takes half of the contrast away.
  const isStrong = contrast === 'more' || projector || computerAsksForMore
  useLayoutEffect(() => {
    document.documentElement.lang = language
    mark('theme', theme === 'auto' ? null : theme)
    mark('contrast', isStrong ? 'more' : null)
    mark('text', textSize === 100 ? null : String(textSize))
    mark('projector', projector ? 'on' : null)
  }, [language, theme, isStrong, textSize, projector])
}

function mark(name: string, value: string | null): void {
  if (value === null) delete document.documentElement.dataset[name]
  else document.documentElement.dataset[name] = value
}

function watchContrast(changed: () => void): () => void {
  const query = window.matchMedia(MORE_CONTRAST)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

const asksForContrast = (): boolean => window.matchMedia(MORE_CONTRAST).matches
