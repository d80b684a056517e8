import { useId } from 'react'
import { amountText } from '../../parts/amounts.ts'
import { useWords } from '../../words/words.ts'
import { STATUSES, type Status, type UnitFunding } from './funding.ts'

/** One bar a year, of one unit; each status has a pattern of its own besides its colour. Said in words to those who listen. */
export function FundingChart({ funding }: { readonly funding: UnitFunding }) {
  const { t, language } = useWords()
  const { unit, years } = funding
  const widest = Math.max(...years.map(({ sums }) => sums.reduce((sum, { minor }) => sum + minor, 0)))
  const amount = (minor: number): string => amountText(minor, unit, language)
  const said = years.map(({ year, sums }) => {
    const parts = sums.map(({ status, minor }) => `${t(`status.${status}`)} ${amount(minor)}`)
    return `${year ?? t('contribution.noYear')}: ${parts.join(', ')}`
  })
  return (
    <div className="chart" role="img" aria-label={`${unit?.name ?? funding.unitId}. ${said.join('. ')}.`}>
      {years.map(({ year, sums, total }) => (
        <div key={year} className="chart-row">
          <span className="chart-year">{year ?? '–'}</span>
          <Bar sums={sums} widest={widest} />
          <span className="chart-total">{amount(total)}</span>
        </div>
      ))}
    </div>
  )
}

function Bar({ sums, widest }: { readonly sums: UnitFunding['sums']; readonly widest: number }) {
  const id = useId()
  const pieces = sums.map(({ status, minor }, index) => {
    const before = sums.slice(0, index).reduce((sum, piece) => sum + piece.minor, 0)
    return { status, x: (100 * before) / widest, width: (100 * minor) / widest }
  })
  return (
    <svg className="chart-bar" aria-hidden>
      <defs>
        {STATUSES.map((status) => (
          <StatusPattern key={status} status={status} id={`${id}-${status}`} />
        ))}
      </defs>
      {pieces.map(({ status, x, width }) => (
        <rect
          key={status}
          className={`chart-piece status-${status}`}
          x={`${x}%`}
          y="0.5"
          width={`${width}%`}
          height="13"
          fill={`url(#${id}-${status})`}
        />
      ))}
    </svg>
  )
}

/** Sought: empty. Applied for: dots. Promised: stripes. Received: full. Refused: a thin cross-hatch. */
function StatusPattern({ status, id }: { readonly status: Status; readonly id: string }) {
  return (
    <pattern id={id} className={`status-${status}`} width="6" height="6" patternUnits="userSpaceOnUse">
      {status === 'received' && <rect width="6" height="6" fill="currentColor" />}
      {status === 'promised' && <path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="currentColor" strokeWidth="1.75" />}
      {status === 'applied' && <circle cx="3" cy="3" r="1.25" fill="currentColor" />}
      {status === 'refused' && <path d="M0 0L6 6M0 6L6 0" stroke="currentColor" strokeWidth="0.75" />}
    </pattern>
  )
}

/** The same pattern beside its word. */
export function StatusSwatch({ status }: { readonly status: Status }) {
  const id = useId()
  return (
    <svg className="status-swatch" aria-hidden>
      <defs>
        <StatusPattern status={status} id={id} />
      </defs>
      <rect className={`chart-piece status-${status}`} x="0.5" y="0.5" width="13" height="11" fill={`url(#${id})`} />
    </svg>
  )
}
