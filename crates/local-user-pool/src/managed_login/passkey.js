// Asks the browser for a passkey, and sends the form with its answer. What goes wrong is shown, and can be tried again.

const form = document.querySelector('form');

const passkey = async () => {
	const options = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.elements.options.value));
	const credential = await navigator.credentials.get({ publicKey: options });
	form.elements.answer.value = JSON.stringify(credential.toJSON());
	form.submit();
};

const shown = (error) => {
	const alert = form.querySelector('[role=alert]') ?? form.insertBefore(document.createElement('p'), form.firstChild);
	alert.setAttribute('role', 'alert');
	alert.textContent = error.message;
};

form.addEventListener('submit', (event) => {
	event.preventDefault();
	passkey().catch(shown);
});
