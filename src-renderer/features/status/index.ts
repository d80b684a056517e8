/** What other features may ask of this one. */
export { type StatusSentence, statusSentence } from './sentences.ts'
