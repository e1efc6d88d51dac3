// As little as it takes to sign in with amazon-cognito-identity-js: no framework.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";

import { clientId, endpoint, userPoolId } from "../settings.js";

const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
const form = document.querySelector("form");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const [username, password] = ["email", "password"].map((id) => document.getElementById(id).value);
  const user = new CognitoUser({ Username: username, Pool: pool });
  user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), {
    onSuccess: (session) => welcome(session.getIdToken().payload.name),
    onFailure: (error) => {
      document.querySelector("[role=alert]").textContent = error.message;
    },
  });
});
// Before that, a click would send the form away.
form.querySelector("button").disabled = false;

function welcome(name) {
  const greeting = document.createElement("h1");
  greeting.textContent = `Hi ${name}!`;
  document.querySelector("main").replaceChildren(greeting);
}
