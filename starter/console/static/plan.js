// Saves the plan as a person types. Without this file each button saves the whole section.
const form = document.querySelector('form[data-plan]')
const status = form?.querySelector('[data-status]')
const timers = new Map()
let leaving = false
const openPage = [...crypto.getRandomValues(new Uint32Array(4))].join('-')

function tell(text) {
  status.textContent = text
}

function fieldsOf(part) {
  const sent = new URLSearchParams({ 'open-page': openPage })
  for (const [name, value] of new FormData(form)) {
    if (name === 'csrf' || name.startsWith(`${part}.`) || name === `${part}:revision` || name === `${part}:shown`) sent.append(name, value)
  }
  return sent
}

function showPoints(part, points) {
  const box = form.querySelector(`[data-points="${part}"]`)
  if (!box) return
  box.hidden = points.length === 0
  box.querySelector('ul').replaceChildren(...points.map((point) => {
    const line = document.createElement('li')
    const cite = document.createElement('span')
    cite.className = 'app-quiet'
    cite.textContent = point.cite
    line.append(`${point.says} `, cite)
    return line
  }))
}

async function save(part) {
  timers.delete(part)
  tell('Saving…')
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' }, body: fieldsOf(part), keepalive: leaving, redirect: 'manual' })
    if (answer.type === 'opaqueredirect') return tell('You are signed out. What you typed is kept. Select Save and sign in to go on.')
    if (!answer.ok) return tell('Not saved. Select Save to try again.')
    const told = (await answer.json()).parts[part]
    if (!told) return
    if (told.outcome === 'conflict') return tell('Another person changed this row. Select Save to choose between the two texts.')
    if (told.outcome === 'refused') return tell('A field needs a correction. Select Save to see it.')
    form.elements[`${part}:revision`].value = told.revision
    form.elements[`${part}:shown`].value = told.shown
    showPoints(part, told.points)
    tell(`Saved at ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`)
  } catch {
    tell('Not saved: the service does not answer. Your text stays on this page.')
  }
}

form?.addEventListener('input', (event) => {
  const [part, name] = (event.target.name ?? '').split('.')
  if (!name) return
  clearTimeout(timers.get(part))
  tell('Not saved yet')
  timers.set(part, setTimeout(save, 1500, part))
})
form?.addEventListener('submit', () => {
  timers.forEach(clearTimeout)
  timers.clear()
})
window.addEventListener('pagehide', () => {
  leaving = true
  for (const part of timers.keys()) save(part)
})
