// A sign-in app as tutorials for Cognito without Amplify build it: React, React Router, Redux Toolkit, Formik, Yup, Sass and
// amazon-cognito-identity-js. All pages are in one bundle. Without a web font, which would come from a third party.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "react-redux";
import { createBrowserRouter, RouterProvider } from "react-router-dom";

import { Login } from "./pages/Login.jsx";
import { SignUp } from "./pages/SignUp.jsx";
import { Welcome } from "./pages/Welcome.jsx";
import { store } from "./state/store.js";

const router = createBrowserRouter([
  { path: "/", element: <Login /> },
  { path: "/signup", element: <SignUp /> },
  { path: "/welcome", element: <Welcome /> },
]);

createRoot(document.getElementById("root")).render(
  <Provider store={store}>
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>
  </Provider>,
);
