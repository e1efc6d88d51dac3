export function Field({ form, name, label, type = "text" }) {
  const problem = form.touched[name] && form.errors[name];
  return (
    <>
      <label className="form__label" htmlFor={name}>
        {label}
      </label>
      <input className="form__input" id={name} type={type} {...form.getFieldProps(name)} />
      {problem ? <div className="form__error">{problem}</div> : null}
    </>
  );
}
