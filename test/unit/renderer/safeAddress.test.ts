import { expect, test } from 'vitest'
import { typedAddress } from '#renderer/parts/safeAddress.ts'

test.each([
  ['example.org', 'https://example.org'],
  ['example.org:8443/x', 'https://example.org:8443/x'],
  ['mastodon.social/@nuria', 'https://mastodon.social/@nuria'],
  ['nuria@example.org', 'mailto:nuria@example.org'],
  ['http://example.org', 'http://example.org'],
  ['javascript:alert(1)', null],
  ['file:///etc/passwd', null],
  ['two words.org', null],
])('[UI20] typed as an address, %s is %s', (typed, address) => expect(typedAddress(typed)).toBe(address))
