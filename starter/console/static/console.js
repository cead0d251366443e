// Starts the scripts of the design system. Every page works without this file.
import { initAll } from '/static/govuk/govuk-frontend.min.js'

initAll()

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
for (const box of document.querySelectorAll('[data-all]')) {
  const others = document.querySelectorAll(`input[type=checkbox][name="${box.dataset.all}"]`)
  box.closest('[hidden]')?.removeAttribute('hidden')
  box.addEventListener('change', () => others.forEach((other) => { other.checked = box.checked }))
}
for (const form of document.querySelectorAll('form[method=get] select[data-submits]')) {
  form.addEventListener('change', () => form.form.requestSubmit())
}

// Warns 5 minutes before a session ends because it was not used. Typing counts as use.
const minutes = Number(document.body.dataset.idleMinutes || 0)
const warning = document.getElementById('idle')
if (minutes && warning) {
  const minute = 60000
  let used = Date.now()
  let told = used
  let before = null
  const stay = async () => {
    const answer = await fetch('/sign-in/stay')
    if (answer.ok) { used = told = Date.now() }
    return answer.ok
  }
  const close = () => {
    warning.hidden = true
    before?.focus()
  }
  document.addEventListener('input', () => {
    used = Date.now()
    if (used - told > 5 * minute) { told = used; stay() }
  })
  warning.querySelector('[data-stay]').addEventListener('click', async () => {
    if (await stay()) { close() } else { document.getElementById('idle-text').textContent = 'You are signed out. Send your form: what you entered is kept while you sign in.' }
  })
  window.setInterval(() => {
    if (warning.hidden && Date.now() - used > (minutes - 5) * minute) {
      before = document.activeElement
      warning.hidden = false
      warning.querySelector('[data-stay]').focus()
    }
  }, minute / 4)
}
