import type { ReactNode } from 'react'
import { Menu, MenuItem, Popover } from 'react-aria-components'
import { shownTitle } from '#shared/base/shownText.ts'

export type MenuEntry = {
  readonly key: string
  readonly name: string
  readonly icon?: ReactNode
  readonly onChoose: () => void
  readonly isDisabled?: boolean
}

/** What hangs under a menu button; goes inside React Aria's `MenuTrigger`. */
export function MenuList({ label, entries }: { readonly label: string; readonly entries: readonly MenuEntry[] }) {
  return (
    <Popover className="popover" placement="bottom end" offset={4}>
      <Menu
        aria-label={label}
        className="list"
        items={entries.map((entry) => ({ ...entry, name: shownTitle(entry.name), id: entry.key }))}
      >
        {(entry) => (
          <MenuItem
            id={entry.key}
            textValue={entry.name}
            className="list-item"
            onAction={entry.onChoose}
            isDisabled={entry.isDisabled ?? false}
          >
            {entry.icon}
            <span className="list-name">{entry.name}</span>
          </MenuItem>
        )}
      </Menu>
    </Popover>
  )
}
