import { AuthenticationDetails, CognitoUser } from "amazon-cognito-identity-js";
import { useFormik } from "formik";
import { useDispatch } from "react-redux";
import { Link, useNavigate } from "react-router-dom";
import * as Yup from "yup";

import { pool } from "../pool.js";
import { signedIn } from "../state/user.js";
import "../style/form.scss";
import { Field } from "./Field.jsx";

const schema = Yup.object({
  email: Yup.string().email("That is no email address").required("Enter your email address"),
  password: Yup.string().required("Enter your password"),
});

export function Login() {
  const navigate = useNavigate();
  const dispatch = useDispatch();

  const signIn = ({ email, password }) => {
    const user = new CognitoUser({ Username: email, Pool: pool });
    user.authenticateUser(new AuthenticationDetails({ Username: email, Password: password }), {
      onSuccess: () =>
        user.getUserAttributes((error, attributes) => {
          if (error) {
            console.error(error);
            return;
          }
          const name = attributes.find((attribute) => attribute.getName() === "name")?.getValue();
          dispatch(signedIn({ name, email }));
          navigate("/welcome");
        }),
      onFailure: (error) => console.error(error),
    });
  };

  const form = useFormik({ initialValues: { email: "", password: "" }, validationSchema: schema, onSubmit: signIn });
  return (
    <div className="form">
      <form className="form__box" onSubmit={form.handleSubmit} noValidate>
        <h1>Sign in</h1>
        <Field form={form} name="email" label="Email address" type="email" />
        <Field form={form} name="password" label="Password" type="password" />
        <button className="form__submit" type="submit">
          Sign in
        </button>
        <Link to="/signup">Create an account</Link>
      </form>
    </div>
  );
}
