// Sends an authorization response on to the application (OAuth 2.0 Form Post Response Mode). Without it there is the button,
// whose id hides the method `submit` of its form.
HTMLFormElement.prototype.submit.call(document.querySelector('main form'));
