import './search.css'
import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'
import { go } from '../../app/useRoute.ts'
import { normalised } from '../../data/search/searchIndex.ts'
import { typeWord } from '../../parts/typeWord.ts'
import { KeyCaps } from '../../parts/KeyCaps.tsx'
import { useWords } from '../../words/words.ts'
import { FoundLine } from './FoundLine.tsx'
import { foundRoute } from './foundRoute.ts'
import { useFound } from './useFound.ts'

/** Something the person can have done from here, with the keys that do it elsewhere. */
export type PaletteCommand = { readonly id: string; readonly name: string; readonly keys: string | null }

type SearchPaletteProps = {
  readonly openPlan: string | null
  /** Those that make sense where the person is. */
  readonly commands: readonly PaletteCommand[]
  readonly onCommand: (id: string) => void
  readonly onClose: () => void
}

/** Finds anything by its words and does anything by its name; what was open stays as it is until something is chosen. */
export function SearchPalette({ openPlan, commands, onCommand, onClose }: SearchPaletteProps) {
  const words = useWords()
  const { t } = words
  const [query, setQuery] = useState('')
  const found = useFound(query, openPlan)
  const wanted = normalised(query.trim())
  const shown = commands.filter(({ name }) => wanted === '' || normalised(name).includes(wanted))
  const sections: readonly Section[] = [
    ...found.map(({ plan, found: lines }) => ({
      key: plan.planId,
      title: plan.planId === openPlan ? t('search.here') : shownTitle(plan.title) || t('plan.untitled'),
      lines: lines.map((line) => ({
        key: `${plan.planId}/${line.entry.key}`,
        name: line.entry.title || line.snippet || typeWord(line.entry.type, words),
        shown: <FoundLine line={line} />,
        choose: () => go(foundRoute(plan.planId, line.entry)),
      })),
    })),
    {
      key: 'commands',
      title: t('search.commands'),
      lines: shown.map(({ id, name, keys }) => ({
        key: `command/${id}`,
        name,
        shown: (
          <>
            <span className="hit-title">{name}</span>
            {keys !== null && <KeyCaps keys={keys} />}
          </>
        ),
        choose: () => onCommand(id),
      })),
    },
  ].filter(({ lines }) => lines.length > 0)
  const lines = sections.flatMap((section) => section.lines)
  const choose = (line: Line | undefined): void => {
    if (line === undefined) return
    onClose()
    line.choose()
  }
  // What was found came after the key: Enter goes to the first, as it looks.
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return
    // One step back is out of here, whatever stands in the field.
    if (event.key === 'Escape') return onClose()
    if (event.key !== 'Enter') return
    if (event.currentTarget.closest('[role=dialog]')?.querySelector('.hit[data-focused]') !== null) return
    event.preventDefault()
    choose(lines[0])
  }
  const nothing = wanted !== '' && sections.length === 0
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && onClose()} isDismissable className="veil veil-high">
      <Modal className="sheet palette">
        <Dialog aria-label={t('command.search')} className="palette-body">
          <Autocomplete inputValue={query} onInputChange={setQuery}>
            <SearchField aria-label={t('command.search')} autoFocus className="palette-field">
              <Search size={20} strokeWidth={1.5} aria-hidden />
              <Input className="palette-input" placeholder={t('search.placeholder')} onKeyDown={onKeyDown} />
            </SearchField>
            <Menu
              aria-label={t('search.found')}
              className="list palette-list"
              items={sections}
              onAction={(key) => choose(lines.find((line) => line.key === key))}
              renderEmptyState={() => <p className="palette-said">{nothing ? t('search.nothing') : ''}</p>}
            >
              {(section) => (
                <MenuSection id={section.key}>
                  <Header className="palette-head">{section.title}</Header>
                  <Collection items={section.lines}>
                    {(line) => (
                      <MenuItem id={line.key} textValue={shownTitle(line.name)} className="list-item hit">
                        {line.shown}
                      </MenuItem>
                    )}
                  </Collection>
                </MenuSection>
              )}
            </Menu>
          </Autocomplete>
          <p className="palette-foot">{t('search.keys')}</p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

type Line = { readonly key: string; readonly name: string; readonly shown: ReactNode; readonly choose: () => void }
type Section = { readonly key: string; readonly title: string; readonly lines: readonly Line[] }
