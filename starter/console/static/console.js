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
