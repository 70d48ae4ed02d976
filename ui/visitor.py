"""Who is at the page: the person at this machine, or, where sign-in is configured, the person who signed in."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from components import plain_text

_LOCAL = "local"


def sign_in_is_configured() -> bool:
    """Whether an OpenID Connect provider is set up under [auth] in .streamlit/secrets.toml."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def signed_in() -> bool:
    """Whether somebody has signed in; False on a page without sign-in."""
    return bool(getattr(st.user, "is_logged_in", False))


def owner() -> str:
    """Whose store the visitor works in: one name for this machine, or one for each person who signs in.

    An address can change hands, so a person is who the provider says they are: issuer and subject.
    """
    if not sign_in_is_configured():
        return _LOCAL
    return f"{st.user.get('iss', '')}|{st.user.get('sub', '')}"


def must_sign_in() -> bool:
    """Whether nothing may be shown yet: sign-in is configured, and has not happened."""
    return sign_in_is_configured() and not signed_in()


def door() -> None:
    """The page before sign-in."""
    st.title("AWS ML architecture advisor", anchor=False)
    st.markdown("Sign in to go on. What you practise and note is kept for you alone.")
    st.button("Sign in", key="sign-in", type="primary", on_click=st.login)


def way_out() -> None:
    """For who has signed in: a way to leave."""
    if signed_in():
        with st.sidebar:
            name = st.user.get("email") or st.user.get("name") or st.user.get("sub")
            st.caption(f"You are signed in as {plain_text(name)}.")
            st.button("Sign out", key="sign-out", on_click=st.logout)
