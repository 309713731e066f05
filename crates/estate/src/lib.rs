//! Values, guards, resources and the estate; the tables of Azure facts.
