import { CognitoUserAttribute } from "amazon-cognito-identity-js";
import { useFormik } from "formik";
import { useNavigate } from "react-router-dom";
import * as Yup from "yup";

import { pool } from "../pool.js";
import "../style/form.scss";
import { Field } from "./Field.jsx";

const schema = Yup.object({
  name: Yup.string().max(30, "At most 30 characters").required("Enter your name"),
  telephone: Yup.string().max(15, "At most 15 characters").required("Enter your telephone number"),
  email: Yup.string().email("That is no email address").required("Enter your email address"),
  password: Yup.string()
    .required("Enter a password")
    .min(8, "At least 8 characters")
    .matches(/[0-9]/, "A number is missing")
    .matches(/[a-z]/, "A lowercase letter is missing")
    .matches(/[A-Z]/, "An uppercase letter is missing")
    .matches(/[^\w]/, "A symbol is missing"),
});

export function SignUp() {
  const navigate = useNavigate();

  const signUp = ({ name, telephone, email, password }) => {
    const attributes = Object.entries({ email, name, "custom:telnum": telephone }).map(
      ([Name, Value]) => new CognitoUserAttribute({ Name, Value }),
    );
    pool.signUp(email, password, attributes, null, (error) => (error ? console.error(error) : navigate("/")));
  };

  const form = useFormik({
    initialValues: { name: "", telephone: "", email: "", password: "" },
    validationSchema: schema,
    onSubmit: signUp,
  });
  return (
    <div className="form">
      <form className="form__box" onSubmit={form.handleSubmit} noValidate>
        <h1>Sign up</h1>
        <Field form={form} name="name" label="Name" />
        <Field form={form} name="telephone" label="Telephone number" />
        <Field form={form} name="email" label="Email address" type="email" />
        <Field form={form} name="password" label="Password" type="password" />
        <button className="form__submit" type="submit">
          Sign up
        </button>
      </form>
    </div>
  );
}
