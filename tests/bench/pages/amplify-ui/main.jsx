// The Authenticator as its documentation introduces it.
import { Authenticator } from "@aws-amplify/ui-react";
import "@aws-amplify/ui-react/styles.css";
import { Amplify } from "aws-amplify";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { clientId, endpoint, userPoolId } from "../settings.js";

Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint, loginWith: { email: true } } },
});

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <Authenticator loginMechanisms={["email"]}>
      {({ signOut, user }) => (
        <main>
          <h1>Hi {user.signInDetails?.loginId}!</h1>
          <button type="button" onClick={signOut}>
            Sign out
          </button>
        </main>
      )}
    </Authenticator>
  </StrictMode>,
);
