// One voice for the scripts: short lines on stdout, so that what happens is seen while it happens.

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/** Of no interest to a program that reads stdout. @param {string} line */
export function sayAside(line) {
  process.stderr.write(`${line}\n`)
}

/** Ends the script with one plain sentence; never a stack trace. @param {string} line @returns {never} */
export function giveUp(line) {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}
