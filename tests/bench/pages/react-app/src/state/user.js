import { createSlice } from "@reduxjs/toolkit";

const user = createSlice({
  name: "user",
  initialState: { name: "", email: "" },
  reducers: { signedIn: (_, { payload }) => payload },
});

export const { signedIn } = user.actions;
export const userReducer = user.reducer;
