// Leads on from a page that says where: nobody has to press anything, and Back does not come here again.
location.replace(document.currentScript.dataset.to)
