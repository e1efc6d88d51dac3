import { useSelector } from "react-redux";
import { useNavigate } from "react-router-dom";

import { pool } from "../pool.js";
import "../style/welcome.scss";

export function Welcome() {
  const navigate = useNavigate();
  const { name } = useSelector((state) => state.user);
  const signOut = () => {
    pool.getCurrentUser()?.signOut();
    navigate("/");
  };
  return (
    <div className="welcome">
      <h1>Hi {name}!</h1>
      <button className="welcome__sign-out" type="button" onClick={signOut}>
        Sign out
      </button>
    </div>
  );
}
