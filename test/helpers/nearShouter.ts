/** Repeats under its own address whatever plan is announced, among a thousand announcements of nothing, and garbles the rest. */
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { Bonjour } from 'bonjour-service'
import { openMulticast } from '#relay/near/multicast.ts'
import { NEAR_SERVICE } from '#shared/protocol/nearAdvert.ts'

const [address = ''] = process.argv.slice(2)
const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n').on('error', () => socket.destroy()))
await new Promise<void>((ready) => server.listen(47_391, ready))
const open = (): Bonjour => new Bonjour({ interface: address, bind: '0.0.0.0' } as object, () => {})
/** Of its own: an answer with all the others would not fit into a packet. */
const echo = open()
const crowd = open()
const say = (bonjour: Bonjour, txt: unknown): void => {
  const name = randomBytes(8).toString('hex')
  bonjour.publish({ name, type: NEAR_SERVICE, port: 47_391, host: `${name}.local`, txt: txt as object, probe: false })
}
const repeated = new Set<string>()
const multicast = openMulticast(() => {
  for (const { text } of multicast.heard()) {
    const said = JSON.stringify(text)
    if (repeated.has(said) || repeated.size >= 3) continue
    repeated.add(said)
    say(echo, text)
    process.stdout.write('repeated\n')
  }
}, Date.now)
multicast.look(true)
for (let at = 0; at < 1_000; at++)
  say(crowd, { v: '1', s: randomBytes(16).toString('base64url'), '0': randomBytes(48).toString('base64url') })
// What is heard comes back garbled.
const socket = createSocket({ type: 'udp4', reuseAddr: true })
let garbled = 0
socket.bind(5353, '0.0.0.0', () => {
  socket.setMulticastInterface(address)
  socket.addMembership('224.0.0.251', address)
  socket.on('message', (message, { address: from }) => {
    if (from === address || garbled > 2_000) return
    for (let copy = 0; copy < 20; copy++) {
      const bytes = Buffer.from(message)
      for (let at = 0; at < 1 + copy; at++)
        bytes[12 + (randomBytes(2).readUInt16BE() % (bytes.length - 12))] = randomBytes(1)[0] ?? 0
      socket.send(copy % 5 === 0 ? randomBytes(300) : bytes.subarray(0, bytes.length - (copy % 7)), 5353, '224.0.0.251')
      garbled += 1
    }
  })
})
process.stdout.write('shouting\n')
