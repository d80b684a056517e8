import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './IconButton.tsx'

type SheetProps = {
  readonly title: string
  readonly closeLabel: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly size?: 's' | 'm'
  /** False while it holds something that is shown only once: Escape and a click outside do nothing. */
  readonly isDismissable?: boolean
  readonly children: ReactNode
}

/** A dialog over the page. Escape and a click outside close it. */
export function Sheet({ title, closeLabel, isOpen, onClose, size = 's', isDismissable = true, children }: SheetProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      className="veil"
    >
      <Modal className={`sheet sheet-${size}`}>
        <Dialog className="sheet-body">
          <header className="sheet-head">
            <Heading slot="title" className="sheet-title">
              {title}
            </Heading>
            {isDismissable && (
              <IconButton
                icon={<X size={20} strokeWidth={1.5} />}
                label={closeLabel}
                hasTooltip={false}
                onPress={onClose}
              />
            )}
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
